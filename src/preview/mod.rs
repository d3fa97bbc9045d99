//! The page beside the text: `livret preview`.
//!
//! [`session`] follows the workspace and lays out what somebody looks at, [`places`] leads from a word to its line and back, `server` says
//! who may ask, `answers` what is answered. The page itself is three plain files beside this one.

mod answers;
pub mod places;
mod server;
mod session;

use crate::base::diag::{Diagnostic, Lang};
use crate::model::corpus::Contents;
use crate::pipeline::{self, Job, PORT_TAKEN, Request, Subject};
use crate::workspace::DiskFiles;
use session::Session;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::net::TcpListener;
use tokio::sync::broadcast;

/// How many pages are drawn at once, beside the layout: more would only keep each other waiting.
const DRAWERS: usize = 4;

/// What a preview is asked for.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// A fiche or a publication; none for the first publication.
    pub subject: Option<String>,
    /// The port; 0 for any.
    pub port: u16,
    /// Nothing is opened from the page.
    pub readonly: bool,
    /// The command that opens a text, as in `$VISUAL`.
    pub editor: Option<String>,
    /// A date that takes the place of the collection's.
    pub date: Option<(i32, u8, u8)>,
    /// The language of the page; none for the collection's.
    pub lang: Option<Lang>,
}

/// A preview that is served.
pub(crate) struct Preview {
    session: Arc<Session>,
    disk: DiskFiles,
    options: Options,
    /// What the page shows first: a fiche and the publication around it, or a publication.
    first: Vec<String>,
    /// The names under which we are asked.
    hosts: Vec<String>,
    /// What only our page knows.
    token: String,
    /// What tells this run of the program from another: no secret.
    began: String,
    drawn: std::sync::Mutex<answers::Drawn>,
    /// Whether an editor has the terminal.
    terminal: Arc<AtomicBool>,
}

/// Serves the preview of a workspace until Ctrl-C. `ready` is told the address once it answers.
///
/// # Errors
/// When the subject does not exist, the port is taken, or the system gives no thread.
pub fn run(disk: &DiskFiles, options: Options, ready: impl FnOnce(&str)) -> Result<(), Vec<Diagnostic>> {
    let failed = |e: &dyn std::fmt::Display, port: u16| vec![Diagnostic::on(&PORT_TAKEN, "").with("port", port.to_string()).with("why", e.to_string())];
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(DRAWERS)
        .thread_stack_size(16 * 1024 * 1024)
        .build()
        .map_err(|e| failed(&e, options.port))?;
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", options.port)).await.map_err(|e| failed(&e, options.port))?;
        let port = listener.local_addr().map_err(|e| failed(&e, options.port))?.port();
        let mut listeners = vec![listener];
        // A machine without IPv6 is served all the same; a port that is taken there is not ours.
        match TcpListener::bind(("::1", port)).await {
            Ok(listener) => listeners.push(listener),
            Err(e) if e.kind() == std::io::ErrorKind::AddrInUse => return Err(failed(&e, port)),
            Err(_) => {}
        }
        let (news, _) = broadcast::channel(64);
        let tell = news.clone();
        let session = Session::begin(disk, options.date, Box::new(move |version| drop(tell.send(version)))).map_err(|e| failed(&e, port))?;
        let first = first(&session, options.subject.as_deref());
        let first = match first {
            Ok(first) => first,
            Err(findings) => {
                session.stop();
                return Err(findings);
            }
        };
        let mut secret = [0u8; 20];
        getrandom::fill(&mut secret).map_err(|e| failed(&e, port))?;
        let hex = |bytes: &[u8]| bytes.iter().map(|b| format!("{b:02x}")).collect();
        let preview = Arc::new(Preview {
            session: session.clone(),
            disk: disk.clone(),
            options,
            first,
            hosts: ["127.0.0.1", "localhost", "[::1]"].iter().map(|host| format!("{host}:{port}")).collect(),
            token: hex(&secret[..16]),
            began: hex(&secret[16..]),
            drawn: std::sync::Mutex::default(),
            terminal: Arc::default(),
        });
        ready(&format!("http://127.0.0.1:{port}/"));
        server::serve(listeners, preview, news).await;
        session.stop();
        Ok(())
    })?;
    // A page being drawn is not waited for.
    runtime.shutdown_background();
    Ok(())
}

/// What is shown first.
fn first(session: &Session, subject: Option<&str>) -> Result<Vec<String>, Vec<Diagnostic>> {
    let loaded = session.board().loaded.clone();
    let id = |job: &Job| answers::id_of(job);
    let of = |publication: &str| -> Option<Job> {
        let request = Request { publications: vec![publication.to_owned()], ..Request::default() };
        pipeline::plan(&loaded, &request).ok()?.into_iter().next()
    };
    let publications = &loaded.corpus.publications;
    let screen = |job: Job| {
        let declared = publications.iter().find(|p| matches!(&job.subject, Subject::Publication(id) if *id == p.id));
        let profile = declared.and_then(|p| p.profiles.first()).map_or(job.profile, |p| p.value.clone());
        Job { profile, ..job }
    };
    let Some(subject) = subject else {
        let any = publications.first().and_then(|p| of(&p.id)).map(screen).map(|j| id(&j));
        let fiche = || loaded.corpus.fiches.first().map(|f| format!("fiche/{}/ecran", f.id));
        return Ok(any.or_else(fiche).into_iter().collect());
    };
    if publications.iter().any(|p| p.id == subject) {
        return Ok(of(subject).map(screen).map(|j| id(&j)).into_iter().collect());
    }
    let jobs = pipeline::plan(&loaded, &Request { fiches: vec![subject.to_owned()], ..Request::default() })?;
    let mut out: Vec<String> = jobs.iter().map(id).collect();
    if let Some(Job { subject: Subject::Fiche(fiche), .. }) = jobs.first() {
        let around = publications.iter().filter(|p| matches!(p.contents, Contents::Fiches(_))).find(|p| pipeline::holds(&loaded, p, fiche));
        out.extend(around.and_then(|p| of(&p.id)).map(screen).map(|j| id(&j)));
    }
    Ok(out)
}
