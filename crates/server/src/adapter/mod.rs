//! The only module that knows the library that speaks the protocol.
//!
//! Invariant: the library runs handlers side by side, and starts each in the order of the messages. So whatever a
//! message changes is changed before the first `await` of its handler, and whatever a question needs is taken from
//! the state before it, too. A test with a thousand changes holds it.

mod client;
mod frames;
mod handlers;

use crate::contained::keep_quiet;
use crate::core::{Core, STACK};
use crate::parent;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tower_lsp_server::{Client, LspService, Server};

/// How the client is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Through stdin and stdout.
    Stdio,
    /// On a port of the loopback address; the first client that comes is served.
    Socket(u16),
}

/// How it came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The client asked for it, in the order that the protocol wants: `shutdown`, then `exit`.
    AsAsked,
    /// The client is gone, or left out `shutdown`.
    Early,
}

/// Serves one client until it goes.
///
/// # Errors
/// Threads cannot be started, or the port cannot be had.
pub fn serve(transport: Transport) -> io::Result<Ended> {
    keep_quiet();
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).thread_stack_size(STACK).enable_all().build()?;
    let ended = runtime.block_on(async {
        match transport {
            Transport::Stdio => Ok(converse(tokio::io::stdin(), tokio::io::stdout()).await),
            Transport::Socket(port) => {
                let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                let (read, write) = stream.into_split();
                Ok(converse(read, write).await)
            }
        }
    });
    // A thread that still reads stdin must not keep the process.
    runtime.shutdown_background();
    ended
}

/// How long answers may take that are still being made when the client is gone.
const GRACE: Duration = Duration::from_secs(2);

async fn converse(read: impl AsyncRead + Unpin + Send + 'static, write: impl AsyncWrite) -> Ended {
    let shared = Arc::new(Shared::default());
    let handle = Arc::clone(&shared);
    let (service, socket) = LspService::build(move |client| Backend { client, shared: handle })
        .custom_method("window/workDoneProgress/cancel", Backend::called_off)
        .finish();
    let (clean, messages) = tokio::io::duplex(64 << 10);
    let end = Arc::clone(&shared.end);
    tokio::spawn(async move {
        // A stream that fails has come to its end.
        let _ = frames::pass_on(read, messages).await;
        end.notify_one();
    });
    // Changes and calls-off must not wait behind slow questions.
    let serving = Server::new(clean, write, socket).concurrency_level(64).serve(service);
    tokio::select! {
        () = serving => {}
        () = async { shared.end.notified().await; tokio::time::sleep(GRACE).await } => {}
        () = async { parent::gone(shared.parent().await).await } => {}
    }
    if let Some(core) = shared.core.get() {
        core.stop();
    }
    if shared.is_shut_down.load(Ordering::Relaxed) { Ended::AsAsked } else { Ended::Early }
}

/// What handlers and the one who runs them share.
#[derive(Debug, Default)]
struct Shared {
    core: OnceLock<Arc<Core>>,
    is_shut_down: AtomicBool,
    /// The client has nothing more to say.
    end: Arc<Notify>,
    /// The process that started the server; 0 while it is not known.
    process: AtomicU32,
    introduced: Notify,
}

impl Shared {
    /// The process that started the server, once it is known.
    async fn parent(&self) -> u32 {
        loop {
            self.introduced.notified().await;
            match self.process.load(Ordering::Relaxed) {
                0 => {}
                process => return process,
            }
        }
    }
}

/// Answers the client.
#[derive(Debug)]
struct Backend {
    client: Client,
    shared: Arc<Shared>,
}
