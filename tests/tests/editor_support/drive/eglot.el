;;; eglot.el --- drives Emacs in batch  -*- lexical-binding: t; -*-

;; Opens PLIMSOLL_FILE with editors/emacs/plimsoll.el, waits for findings, applies the code action PLIMSOLL_ACTION at
;; the finding whose text holds PLIMSOLL_TEXT, saves, and writes a report to PLIMSOLL_REPORT.

;;; Code:

(require 'json)

(defvar plimsoll-report (list (cons 'version emacs-version)))

(defun plimsoll-finish (problem)
  "Write the report with PROBLEM, and end."
  (when problem (push (cons 'error problem) plimsoll-report))
  (let ((coding-system-for-write 'utf-8))
    (write-region (json-encode plimsoll-report) nil (getenv "PLIMSOLL_REPORT") nil 'silent))
  (kill-emacs (if problem 1 0)))

(defun plimsoll-wait (seconds condition)
  "Let processes speak until CONDITION holds, SECONDS at most; give back what it gives."
  (let ((end (+ (float-time) seconds)) value)
    (while (and (null (setq value (funcall condition))) (< (float-time) end))
      (accept-process-output nil 0.05))
    value))

(defun plimsoll-place (position)
  "Line and column of POSITION from 0, in characters."
  (save-excursion
    (goto-char position)
    (cons (1- (line-number-at-pos)) (- position (line-beginning-position)))))

(defun plimsoll-severity (diagnostic)
  "The protocol's number for the type of DIAGNOSTIC."
  (pcase (flymake-diagnostic-type diagnostic)
    ((or 'eglot-error :error) 1) ((or 'eglot-warning :warning) 2) (_ 3)))

(defun plimsoll-run ()
  "Do it all."
  (load (expand-file-name "emacs/plimsoll.el" (getenv "PLIMSOLL_EDITORS")) nil t)
  (setq eglot-sync-connect 15 eglot-confirm-server-edits nil make-backup-files nil)
  (find-file (getenv "PLIMSOLL_FILE"))
  (push (cons 'mode (symbol-name major-mode)) plimsoll-report)
  ;; In batch there is no command loop, after which `eglot-ensure' would connect.
  (run-hooks 'post-command-hook)
  (unless (plimsoll-wait 15 #'eglot-managed-p) (plimsoll-finish "Eglot did not connect"))
  (unless (plimsoll-wait 15 (lambda () (flymake-start) (flymake-diagnostics))) (plimsoll-finish "no findings"))
  (push (cons 'diagnostics
              (vconcat
               (mapcar (lambda (it)
                         (let ((from (plimsoll-place (flymake-diagnostic-beg it)))
                               (to (plimsoll-place (flymake-diagnostic-end it))))
                           `((line . ,(car from)) (column . ,(cdr from)) (endLine . ,(car to)) (endColumn . ,(cdr to))
                             (severity . ,(plimsoll-severity it)) (message . ,(flymake-diagnostic-text it)))))
                       (flymake-diagnostics))))
        plimsoll-report)
  (let* ((wanted (seq-find (lambda (it) (string-search (getenv "PLIMSOLL_TEXT") (flymake-diagnostic-text it)))
                           (flymake-diagnostics)))
         (actions (eglot-code-actions (flymake-diagnostic-beg wanted) (flymake-diagnostic-end wanted)))
         (chosen (seq-find (lambda (it) (string-search (getenv "PLIMSOLL_ACTION") (plist-get it :title))) actions)))
    (push (cons 'actions (vconcat (mapcar (lambda (it) (plist-get it :title)) actions))) plimsoll-report)
    (unless chosen (plimsoll-finish "the action was not offered"))
    (eglot-execute (eglot-current-server) chosen)
    (save-buffer)
    (eglot-shutdown (eglot-current-server))
    (plimsoll-finish nil)))

(condition-case problem (plimsoll-run)
  (error (plimsoll-finish (format "%S" problem))))
;;; eglot.el ends here
