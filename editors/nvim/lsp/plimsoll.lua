-- Neovim 0.11 and newer: put this folder on the runtimepath and call `vim.lsp.enable("plimsoll")`.

-- A JSON file is the server's business if its name or its text says that it is a task definition.
local function is_ours(buffer)
  local filetype = vim.bo[buffer].filetype
  local words = {
    yaml = { "containerDefinitions", "AWS::ECS::TaskDefinition" },
    terraform = { "aws_ecs_task_definition" },
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
  local name = vim.api.nvim_buf_get_name(buffer):lower()
  if name:find("task[-_.]?def") or name:find("container[-_.]?def") then
    return true
  end
  local text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
  return text:find('"containerDefinitions"', 1, true) ~= nil
end

return {
  cmd = { "plimsoll", "lsp" },
  filetypes = { "dockerfile", "json", "jsonc", "requirements", "terraform", "yaml" },
  root_dir = function(buffer, on_dir)
    if is_ours(buffer) then
      on_dir(vim.fs.root(buffer, { "plimsoll.toml", ".git" }) or vim.fs.dirname(vim.api.nvim_buf_get_name(buffer)))
    end
  end,
  -- What editors/vscode/README.md lists under "Settings": preset, select, ignore, rules …
  settings = { plimsoll = vim.empty_dict() },
}
