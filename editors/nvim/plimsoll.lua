-- Neovim 0.7 to 0.10: `dofile(".../plimsoll.lua")` in init.lua, or the text of this file in it.

local function start(buffer)
  local name = vim.api.nvim_buf_get_name(buffer)
  local root = vim.fn.fnamemodify(name, ":h")
  local found = vim.fn.findfile("plimsoll.toml", root .. ";")
  local repository = vim.fn.finddir(".git", root .. ";")
  if found ~= "" then
    root = vim.fn.fnamemodify(found, ":p:h")
  elseif repository ~= "" then
    root = vim.fn.fnamemodify(repository, ":p:h:h")
  end
  local config = { name = "plimsoll", cmd = { "plimsoll", "lsp" }, root_dir = root }
  config.workspace_folders = { { uri = vim.uri_from_fname(root), name = root } }
  if vim.lsp.start then -- 0.8 and newer
    vim.lsp.start(config, { bufnr = buffer })
    return
  end
  for _, client in pairs(vim.lsp.get_active_clients()) do
    if client.name == "plimsoll" and client.config.root_dir == root then
      vim.lsp.buf_attach_client(buffer, client.id)
      return
    end
  end
  vim.lsp.buf_attach_client(buffer, vim.lsp.start_client(config))
end

local group = vim.api.nvim_create_augroup("plimsoll", {})
vim.api.nvim_create_autocmd("FileType", {
  group = group,
  pattern = "dockerfile",
  callback = function(event)
    start(event.buf)
  end,
})
vim.api.nvim_create_autocmd({ "BufReadPost", "BufNewFile" }, {
  group = group,
  pattern = { "*task*def*.json", "*container*def*.json", "compose*.y*ml", "docker-compose*.y*ml", "*bake*.hcl" },
  callback = function(event)
    start(event.buf)
  end,
})
-- Other files only if they hold a task definition, or deploy one.
vim.api.nvim_create_autocmd("BufReadPost", {
  group = group,
  pattern = { "*.json", "*.template", "*.tf", "*.yaml", "*.yml" },
  callback = function(event)
    local text = table.concat(vim.api.nvim_buf_get_lines(event.buf, 0, -1, false), "\n")
    local words = { "containerDefinitions", "AWS::ECS::TaskDefinition", "aws_ecs_task_definition",
      "amazon-ecs-render-task-definition", "amazon-ecs-deploy-task-definition" }
    for _, word in ipairs(words) do
      if text:find(word, 1, true) then
        start(event.buf)
        return
      end
    end
  end,
})
