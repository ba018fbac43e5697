;;; plimsoll.el --- Dockerfiles and ECS task definitions in Eglot  -*- lexical-binding: t; -*-

;; Emacs 29 and newer. Load this file; Eglot then starts `plimsoll lsp' in Dockerfiles and in JSON files that are named
;; as task definitions are.

;;; Code:

(require 'eglot)

;; A mode of its own keeps other JSON files with the server that they have.
(define-derived-mode plimsoll-task-definition-mode
  js-json-mode "Task-Definition"
  "Major mode for AWS ECS task definitions.")

(add-to-list 'auto-mode-alist
             '("\\(?:task\\|container\\)[-_.]?def[^/]*\\.json\\'" . plimsoll-task-definition-mode))

;; Emacs without tree-sitter grammars has no mode for Dockerfiles; this one is used only then.
(unless (or (fboundp 'dockerfile-mode)
            (and (fboundp 'treesit-ready-p) (treesit-ready-p 'dockerfile t)))
  (define-derived-mode dockerfile-mode prog-mode "Dockerfile"
    "Major mode for Dockerfiles: comments, and nothing else."
    (setq-local comment-start "# "))
  (add-to-list 'auto-mode-alist '("\\(?:Docker\\|Container\\)file\\(?:\\.[^/]*\\)?\\'" . dockerfile-mode)))

(add-to-list 'eglot-server-programs
             '(((dockerfile-mode :language-id "dockerfile")
                (dockerfile-ts-mode :language-id "dockerfile")
                (plimsoll-task-definition-mode :language-id "json"))
               . ("plimsoll" "lsp")))

(dolist (hook '(dockerfile-mode-hook dockerfile-ts-mode-hook plimsoll-task-definition-mode-hook))
  (add-hook hook #'eglot-ensure))

(provide 'plimsoll)
;;; plimsoll.el ends here
