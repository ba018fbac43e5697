-- Neovim, 0.7 and newer: opens PLIMSOLL_FILE, waits for findings, applies the code action PLIMSOLL_ACTION at the finding
-- of the rule PLIMSOLL_RULE through `vim.lsp.buf.code_action`, saves, and writes a report to PLIMSOLL_REPORT.
--
-- The client is set up by the file that a user would copy; this script only opens the file and looks.

local report = { version = tostring(vim.version().major) .. "." .. vim.version().minor .. "." .. vim.version().patch }

-- Stops the servers and waits until they are gone: Neovim that quits while it writes to one may die of SIGPIPE.
local function stop_servers()
  local clients = vim.lsp.get_clients or vim.lsp.get_active_clients
  vim.lsp.stop_client(clients())
  return vim.wait(10000, function() return #clients() == 0 end, 20)
end

local function finish(problem)
  if not stop_servers() then
    problem = problem or "the server does not stop"
  end
  report.error = problem
  local encode = (vim.json and vim.json.encode) or vim.fn.json_encode
  vim.fn.writefile(vim.split(encode(report), "\n"), vim.env.PLIMSOLL_REPORT)
  vim.cmd(problem and "cquit 1" or "qall!")
end

local function run()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.PLIMSOLL_FILE))
  local buffer = vim.api.nvim_get_current_buf()
  report.filetype = vim.bo[buffer].filetype
  local function diagnostics()
    return vim.diagnostic.get(buffer)
  end
  if not vim.wait(15000, function() return #diagnostics() > 0 end, 20) then
    return "no findings after 15 s"
  end

  local function lsp(diagnostic)
    return diagnostic.user_data and diagnostic.user_data.lsp or {}
  end
  local function rule(diagnostic)
    return diagnostic.code or lsp(diagnostic).code
  end
  report.diagnostics = vim.tbl_map(function(diagnostic)
    return {
      line = diagnostic.lnum, column = diagnostic.col, endLine = diagnostic.end_lnum, endColumn = diagnostic.end_col,
      severity = diagnostic.severity, rule = rule(diagnostic), message = diagnostic.message, source = diagnostic.source,
    }
  end, diagnostics())
  local clients = (vim.lsp.get_clients or vim.lsp.get_active_clients)({ bufnr = buffer })
  report.client = clients[1] and clients[1].name
  report.encoding = clients[1] and clients[1].offset_encoding

  local wanted
  for _, diagnostic in ipairs(diagnostics()) do
    if rule(diagnostic) == vim.env.PLIMSOLL_RULE then
      wanted = diagnostic
    end
  end
  if not wanted then
    return "no finding of " .. vim.env.PLIMSOLL_RULE
  end
  vim.api.nvim_win_set_cursor(0, { wanted.lnum + 1, wanted.col })

  local before = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n")
  local chosen
  vim.ui.select = function(items, options, choose)
    local format = options.format_item or tostring
    report.actions = vim.tbl_map(format, items)
    for index, item in ipairs(items) do
      if format(item):find(vim.env.PLIMSOLL_ACTION, 1, true) then
        chosen = true
        return choose(item, index)
      end
    end
    choose(nil)
  end
  local context
  if vim.fn.has("nvim-0.8") == 0 then
    -- 0.7 hands over its own form of a diagnostic, without range and message; the protocol's is put together here.
    context = { diagnostics = { {
      range = {
        start = { line = wanted.lnum, character = wanted.col },
        ["end"] = { line = wanted.end_lnum, character = wanted.end_col },
      },
      code = rule(wanted), message = wanted.message, severity = wanted.severity, source = wanted.source,
      data = lsp(wanted).data,
    } } }
    vim.lsp.buf.code_action(context)
  else
    vim.lsp.buf.code_action()
  end
  local function changed()
    return table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, false), "\n") ~= before
  end
  if not vim.wait(10000, changed, 20) then
    return chosen and "the action changed nothing" or "the action was not offered"
  end
  -- The server looks again after the change.
  local function is_gone()
    return #vim.tbl_filter(function(it) return rule(it) == vim.env.PLIMSOLL_RULE end, diagnostics()) == 0
  end
  if not vim.wait(10000, is_gone, 20) then
    return "the finding is still there after its fix"
  end
  vim.cmd("write")
end

local ok, problem = xpcall(run, debug.traceback)
finish(not ok and problem or problem)
