-- Neovim 0.11 and newer: put this folder on the runtimepath and call `vim.lsp.enable("plimsoll")`.

-- Files of these types are the server's business if their name or their text says that they have to do with task
-- definitions, or how Dockerfiles are built.
local function is_ours(buffer)
  local filetype = vim.bo[buffer].filetype
  local path = vim.api.nvim_buf_get_name(buffer):lower()
  local file = path:match("[^/\\]*$")
  local is_compose = file:find("^compose.*%.ya?ml$") or file:find("^docker%-compose.*%.ya?ml$")
  if is_compose or file:find("bake.*%.hcl$") or file:find("bake.*%.json$") then
    return true
  end
  local yaml = { "containerDefinitions", "AWS::ECS::TaskDefinition", "amazon-ecs-render-task-definition",
    "amazon-ecs-deploy-task-definition" }
  local words = {
    ["hcl"] = {},
    ["yaml"] = yaml,
    ["yaml.cloudformation"] = yaml,
    ["yaml.docker-compose"] = yaml,
    ["yaml.ghaction"] = yaml,
    ["yaml.github"] = yaml,
    ["terraform"] = { "aws_ecs_task_definition" },
  }
  if words[filetype] then
    local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
    for _, word in ipairs(words[filetype]) do
      if text:find(word, 1, true) then
        return true
      end
    end
    return false
  end
  if filetype ~= "json" and filetype ~= "jsonc" then
    return true
  end
  if path:find("task[-_.]?def") or path:find("container[-_.]?def") then
    return true
  end
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
  local is_service = file:find("service.*%.json$") ~= nil and text:find('"loadBalancers"', 1, true) ~= nil
  return is_service
    or text:find('"containerDefinitions"', 1, true) ~= nil
    or text:find('"AWS::ECS::TaskDefinition"', 1, true) ~= nil
end

return {
  cmd = { "plimsoll", "lsp" },
  filetypes = { "dockerfile", "hcl", "json", "jsonc", "requirements", "terraform", "yaml", "yaml.cloudformation",
    "yaml.docker-compose", "yaml.ghaction", "yaml.github" },
  root_dir = function(buffer, on_dir)
    if is_ours(buffer) then
      on_dir(vim.fs.root(buffer, { "plimsoll.toml", ".git" }) or vim.fs.dirname(vim.api.nvim_buf_get_name(buffer)))
    end
  end,
  -- What editors/vscode/README.md lists under "Settings": preset, select, ignore, rules …
  settings = { plimsoll = vim.empty_dict() },
}
