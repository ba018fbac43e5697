//! Takes the stream of the client apart into messages and passes on those that are messages.
//!
//! Invariant: what follows a message that is none is read as if that had not been there. The library that speaks the
//! protocol would take the first such message for the end of the conversation.

use serde_json::{Value, json};
use std::io;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tower_lsp_server::jsonrpc::{Request, Response};

/// A header has shorter lines than this.
const LONGEST_LINE: u64 = 8 << 10;

/// Nobody types a longer message; it is passed over.
const LONGEST_MESSAGE: u64 = 256 << 20;

/// Copies messages until the stream ends.
///
/// # Errors
/// One of the streams fails.
pub(super) async fn pass_on(read: impl AsyncRead + Unpin, mut write: impl AsyncWrite + Unpin) -> io::Result<()> {
    let mut read = BufReader::new(read);
    while let Some(length) = header(&mut read).await? {
        if length > LONGEST_MESSAGE {
            tokio::io::copy(&mut (&mut read).take(length), &mut tokio::io::sink()).await?;
            continue;
        }
        let mut body = Vec::new();
        (&mut read).take(length).read_to_end(&mut body).await?;
        if (body.len() as u64) < length {
            break;
        }
        if let Some(body) = message(body) {
            write.write_all(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes()).await?;
            write.write_all(&body).await?;
        }
    }
    Ok(())
}

/// The length that the next header gives; `None` at the end of the stream. A header without one is passed over.
async fn header(read: &mut (impl AsyncBufReadExt + Unpin)) -> io::Result<Option<u64>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if (&mut *read).take(LONGEST_LINE).read_until(b'\n', &mut line).await? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        match line.trim_end().split_once(':') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("content-length") => {
                length = value.trim().parse().ok().or(length);
            }
            None if line.trim().is_empty() && length.is_some() => return Ok(length),
            _ => {}
        }
    }
}

/// The message as it is, or one that is answered with an error where somebody waits for an answer.
fn message(body: Vec<u8>) -> Option<Vec<u8>> {
    let value: Value = serde_json::from_slice(&body).ok()?;
    let is_message = value.is_object()
        && (serde_json::from_slice::<Request>(&body).is_ok() || serde_json::from_slice::<Response>(&body).is_ok());
    if is_message {
        return Some(body);
    }
    let id = value.get("id").filter(|id| id.is_i64() || id.is_string())?;
    let invalid = json!({ "jsonrpc": "2.0", "id": id, "method": "$/invalid" });
    value.get("method").is_some().then(|| invalid.to_string().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::pass_on;

    fn passed(bytes: &[u8]) -> String {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let mut out = Vec::new();
        runtime.block_on(pass_on(bytes, &mut out)).expect("nothing fails");
        String::from_utf8(out).expect("UTF-8")
    }

    fn framed(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_pass_and_the_rest_does_not() {
        let good = r#"{"jsonrpc":"2.0","id":1,"method":"é","params":{}}"#;
        let answer = r#"{"jsonrpc":"2.0","id":0,"result":null}"#;
        let odd = format!("content-length:{}\nX-Other: 1\nContent-Type: what?\n\n{good}", good.len());
        let stream = [
            "garbage\r\n\r\n".to_owned(),
            framed("{"),
            framed("[]"),
            framed(""),
            framed("7"),
            odd,
            framed(answer),
            framed(r#"{"jsonrpc":"2.0","id":5,"method":7}"#),
            framed(good),
            "Content-Length: 99\r\n\r\n{\"cut".to_owned(),
        ]
        .concat();
        let refused = r#"{"id":5,"jsonrpc":"2.0","method":"$/invalid"}"#;
        assert_eq!(passed(stream.as_bytes()), [good, answer, refused, good].map(framed).concat());
    }
}
