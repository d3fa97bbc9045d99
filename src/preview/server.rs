//! HTTP on loopback: what may be asked, by whom, and what is answered.
//!
//! Only this machine can connect, and every page of every site that a browser on it shows is foreign: the Host and the Origin must be
//! ours (DNS rebinding, scripts of other sites), whatever acts outside the browser needs a token that only our page has, and nothing is
//! read from disk by the path of a request.

use super::Preview;
use super::answers::{self, Answer};
use bytes_of::Answered;
use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, broadcast};

/// How long a request may take to arrive, and a connection may rest between two.
const PATIENCE: Duration = Duration::from_secs(10);

/// The largest head of a request, in bytes.
const LARGEST_HEAD: usize = 16 * 1024;

/// The largest body of a request, in bytes.
const LARGEST_BODY: usize = 4 * 1024;

/// How many connections are served at once; one more is closed.
const MOST_CONNECTIONS: usize = 256;

/// What the page may do: show itself, its pictures and its own answers.
const POLICY: &str =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

mod bytes_of {
    //! The body of an answer: bytes, or events for as long as somebody listens.

    use hyper::body::{Body, Bytes, Frame, SizeHint};
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};
    use tokio::sync::mpsc::Receiver;

    pub(super) enum Answered {
        Whole(Option<Bytes>),
        Events(Receiver<Bytes>),
    }

    impl Body for Answered {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            match self.get_mut() {
                Self::Whole(bytes) => Poll::Ready(bytes.take().map(|b| Ok(Frame::data(b)))),
                Self::Events(events) => events.poll_recv(context).map(|event| event.map(|b| Ok(Frame::data(b)))),
            }
        }

        fn is_end_stream(&self) -> bool {
            matches!(self, Self::Whole(None))
        }

        fn size_hint(&self) -> SizeHint {
            match self {
                Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
                Self::Events(_) => SizeHint::default(),
            }
        }
    }
}

/// Serves until the process is told to end.
pub(super) async fn serve(listeners: Vec<TcpListener>, preview: Arc<Preview>, news: broadcast::Sender<u64>) {
    let room = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let accepting: Vec<_> = listeners.into_iter().map(|listener| tokio::spawn(accept(listener, preview.clone(), news.clone(), room.clone()))).collect();
    // Ctrl-C; where the system cannot tell, the process ends the hard way, which loses nothing.
    let _ = tokio::signal::ctrl_c().await;
    accepting.iter().for_each(tokio::task::JoinHandle::abort);
}

async fn accept(listener: TcpListener, preview: Arc<Preview>, news: broadcast::Sender<u64>, room: Arc<Semaphore>) {
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            // Out of files, most likely: others are closed meanwhile.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let Ok(place) = room.clone().try_acquire_owned() else { continue };
        let _ = stream.set_nodelay(true);
        let (preview, news) = (preview.clone(), news.clone());
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let (preview, news) = (preview.clone(), news.clone());
                async move { Ok::<_, Infallible>(answer(request, preview, news).await) }
            });
            let mut http = hyper::server::conn::http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(PATIENCE).max_buf_size(LARGEST_HEAD).half_close(false);
            // A client that breaks off or speaks no HTTP is its own affair.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}

/// Why a request is refused.
type Refused = (StatusCode, &'static str);

/// Whether a request comes from our own page, or from the address line of a browser.
fn admitted(method: &Method, headers: &HeaderMap, preview: &Preview) -> Result<(), Refused> {
    let text = |name: header::HeaderName| headers.get(name).map(|v| v.to_str().unwrap_or("?"));
    let only = |name: header::HeaderName| headers.get_all(name).iter().count() == 1;
    let ours = |host: &str| preview.hosts.iter().any(|h| h == host);
    if !only(header::HOST) || !text(header::HOST).is_some_and(ours) {
        return Err((StatusCode::MISDIRECTED_REQUEST, "Host"));
    }
    if text(header::ORIGIN).is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(ours)) {
        return Err((StatusCode::FORBIDDEN, "Origin"));
    }
    // Browsers say who asks (Fetch Metadata): another site, a page of another port included, gets nothing.
    if headers.get("sec-fetch-site").is_some_and(|site| !matches!(site.as_bytes(), b"same-origin" | b"none")) {
        return Err((StatusCode::FORBIDDEN, "Sec-Fetch-Site"));
    }
    match *method {
        Method::GET if headers.contains_key(header::TRANSFER_ENCODING) => Err((StatusCode::BAD_REQUEST, "body")),
        Method::GET if text(header::CONTENT_LENGTH).is_some_and(|length| length != "0") => Err((StatusCode::BAD_REQUEST, "body")),
        Method::POST if headers.get("x-livret").is_none_or(|token| token.as_bytes() != preview.token.as_bytes()) => Err((StatusCode::FORBIDDEN, "token")),
        Method::GET | Method::POST => Ok(()),
        _ => Err((StatusCode::METHOD_NOT_ALLOWED, "method")),
    }
}

async fn answer(request: Request<Incoming>, preview: Arc<Preview>, news: broadcast::Sender<u64>) -> Response<Answered> {
    let (head, body) = request.into_parts();
    if let Err((status, why)) = admitted(&head.method, &head.headers, &preview) {
        return respond(Answer::refused(status.as_u16(), why));
    }
    let query: Vec<(String, String)> = form_urlencoded::parse(head.uri.query().unwrap_or("").as_bytes()).into_owned().collect();
    let path = head.uri.path().to_owned();
    if head.method == Method::GET && path == "/events" {
        return events(&query, preview, news);
    }
    let sent = if head.method == Method::POST {
        match tokio::time::timeout(PATIENCE, Limited::new(body, LARGEST_BODY).collect()).await {
            Ok(Ok(body)) => body.to_bytes(),
            Ok(Err(_)) => return respond(Answer::refused(413, "size")),
            Err(_) => return respond(Answer::refused(408, "time")),
        }
    } else {
        Bytes::new()
    };
    let post = head.method == Method::POST;
    // Pages are drawn and places are looked for beside the loop that answers.
    let work = tokio::task::spawn_blocking(move || if post { answers::post(&preview, &path, &sent) } else { answers::get(&preview, &path, &query) });
    respond(work.await.unwrap_or_else(|_| Answer::refused(500, "panic")))
}

fn respond(answer: Answer) -> Response<Answered> {
    let mut response = Response::new(Answered::Whole(Some(Bytes::from(answer.bytes))));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let stays = if answer.stays { "private, max-age=31536000, immutable" } else { "no-store" };
    finish(&mut response, answer.kind, stays);
    response
}

fn finish(response: &mut Response<Answered>, kind: &'static str, cache: &'static str) {
    let headers = response.headers_mut();
    let all = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, cache),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    ];
    for (name, value) in all {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// What somebody looks at, for as long as the connection lasts.
struct Looking(Arc<Preview>, Vec<crate::pipeline::Job>);

impl Drop for Looking {
    fn drop(&mut self) {
        self.1.iter().for_each(|job| self.0.session.leave(job));
    }
}

fn events(query: &[(String, String)], preview: Arc<Preview>, news: broadcast::Sender<u64>) -> Response<Answered> {
    let jobs: Option<Vec<_>> = query.iter().filter(|(key, _)| key == "view").take(4).map(|(_, id)| answers::job(&preview, id)).collect();
    let Some(jobs) = jobs.filter(|j| !j.is_empty()) else { return respond(Answer::refused(404, "view")) };
    let mut hear = news.subscribe();
    jobs.iter().for_each(|job| preview.session.want(job));
    let looking = Looking(preview, jobs);
    let (say, events) = tokio::sync::mpsc::channel(4);
    tokio::spawn(async move {
        // What happened before somebody listened.
        let mut version = Ok(looking.0.session.board().version);
        loop {
            let event = match version {
                // Whoever could not follow is told the last of it, which is all that counts.
                Ok(n) => format!("data: {n}\n\n"),
                Err(broadcast::error::RecvError::Lagged(_)) => "data: 0\n\n".to_owned(),
                Err(broadcast::error::RecvError::Closed) => return,
            };
            if say.send(Bytes::from(event)).await.is_err() {
                return;
            }
            version = loop {
                match tokio::time::timeout(PATIENCE, hear.recv()).await {
                    Ok(heard) => break heard,
                    // A sign of life, by which a connection that is gone is noticed.
                    Err(_) => {
                        if say.send(Bytes::from_static(b":\n\n")).await.is_err() {
                            return;
                        }
                    }
                }
            };
        }
    });
    let mut response = Response::new(Answered::Events(events));
    finish(&mut response, "text/event-stream; charset=utf-8", "no-store");
    response
}
