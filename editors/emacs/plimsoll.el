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

;; Files of other modes keep them: `plimsoll-mode-maybe' asks plimsoll only where the text says that there is something
;; to say.
(defvar plimsoll-words
  '("containerDefinitions" "AWS::ECS::TaskDefinition" "aws_ecs_task_definition" "amazon-ecs-render-task-definition"
    "amazon-ecs-deploy-task-definition" "dockerfile_inline" "dockerfile-inline")
  "Words of which a file that is plimsoll's business holds one.")

(defun plimsoll-mode-maybe ()
  "Start Eglot in a file that has to do with task definitions, or that holds a Dockerfile."
  (when (and buffer-file-name
             (save-excursion
               (goto-char (point-min))
               (re-search-forward (regexp-opt plimsoll-words) nil t)))
    (eglot-ensure)))

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

;; YAML and Terraform have servers of their own; with none of them in the list, plimsoll is asked.
(add-to-list 'eglot-server-programs
             '(((yaml-mode :language-id "yaml")
                (yaml-ts-mode :language-id "yaml")
                (terraform-mode :language-id "terraform")
                (hcl-mode :language-id "hcl"))
               . ("plimsoll" "lsp"))
             t)

(dolist (hook '(dockerfile-mode-hook dockerfile-ts-mode-hook plimsoll-task-definition-mode-hook))
  (add-hook hook #'eglot-ensure))
(dolist (hook '(yaml-mode-hook yaml-ts-mode-hook terraform-mode-hook hcl-mode-hook))
  (add-hook hook #'plimsoll-mode-maybe))

(provide 'plimsoll)
;;; plimsoll.el ends here
