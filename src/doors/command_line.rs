//! The native binary's commands.

#[cfg(feature = "python")]
use super::by_name;
use super::schedules;
use super::terminal::{checked, complain, fail, prepare, print_json, say, speak_json};
use super::written::{unwritten, write};
use crate::contract::{Door, Error, Event, Record, What, trace};
use crate::engine::listing::listing;
use crate::engine::{Request, Run, run, serve_process};
use crate::lessons::{REGISTRY, catalogue};
use crate::platform::{block_on, cancel::Cancel};
use clap::{Parser, Subcommand};
use serde_json::{Map, Value};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Lessons in parallel programming, run on this machine's own cores and GPU.
#[derive(Debug, Parser)]
#[command(name = "manyhands", version)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the lessons
    List {
        /// As JSON: [{id, title, chapter, presets}]
        #[arg(long)]
        json: bool,
    },
    /// Print the JSON Schema of a lesson's parameters
    Schema {
        /// The lesson's id
        lesson: String,
    },
    /// Run a lesson
    Run(RunArguments),
    /// Run a program in Python on this machine's own processors, with the GIL or without
    ///
    /// The program has this user's rights. What stands behind FILE is the program's own.
    Python(PythonArguments),
    /// Search the schedules of a program in Python for the shortest that breaks it
    ///
    /// The exit status is 0 where the program holds, 1 where a schedule breaks it or endings differ, 5 where neither is known;
    /// with --json it is 0. What stands behind FILE is the program's own.
    Explore(ExploreArguments),
    /// Print the Python that a lesson mirrors, with the parameters given
    Listing {
        /// The lesson's id
        lesson: String,
        #[command(flatten)]
        given: Given,
        /// As JSON: {source, marks, lines}
        #[arg(long)]
        json: bool,
    },
    /// Serve a parent as its process, over standard input and output
    #[command(hide = true)]
    Process,
}

#[derive(Debug, clap::Args)]
struct RunArguments {
    /// The lesson's id
    lesson: String,
    #[command(flatten)]
    given: Given,
    /// Print the record, and nothing else, to standard output
    #[arg(long)]
    json: bool,
    /// Write what every worker did, when, as Chrome Trace Event JSON
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Write the files that the lesson makes into this folder
    #[arg(long, value_name = "DIR")]
    artifacts: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
struct PythonArguments {
    #[command(flatten)]
    given: Given,
    /// Print the record, and nothing else, to standard output
    #[arg(long)]
    json: bool,
    /// Write what every thread did, when, as Chrome Trace Event JSON
    #[arg(long, value_name = "FILE")]
    trace: Option<PathBuf>,
    /// Run in a fresh folder, and write the files that the program makes into this one
    #[arg(long, value_name = "DIR")]
    artifacts: Option<PathBuf>,
    /// The program's file, and what the program finds in sys.argv
    #[arg(trailing_var_arg = true, required = true, value_names = ["FILE", "ARGUMENT"])]
    program: Vec<String>,
}

#[derive(Debug, clap::Args)]
struct ExploreArguments {
    #[command(flatten)]
    given: Given,
    /// Print the record, and nothing else, to standard output
    #[arg(long)]
    json: bool,
    /// The program's file, and what the program finds in sys.argv
    #[arg(trailing_var_arg = true, required = true, value_names = ["FILE", "ARGUMENT"])]
    program: Vec<String>,
}

/// Parameters, and the preset that they go before.
#[derive(Debug, Default, clap::Args)]
struct Given {
    /// Begin with these parameters of the lesson's
    #[arg(long, value_name = "NAME")]
    preset: Option<String>,
    /// Set one parameter; VALUE is JSON, unless the parameter is a string
    #[arg(long, value_name = "KEY=VALUE")]
    set: Vec<String>,
    /// Set parameters from a JSON object, or from a file that holds one
    #[arg(long, value_name = "JSON|@FILE")]
    params: Option<String>,
}

/// How long a stop that asks is waited for before the program ends.
const GRACE: Duration = Duration::from_secs(1);

/// Does what the arguments say.
pub fn main() -> ExitCode {
    prepare();
    #[cfg(feature = "python")]
    if by_name::is_python() {
        return by_name::run();
    }
    let command = match CommandLine::try_parse() {
        Ok(CommandLine { command }) => command,
        Err(error) => {
            // clap's own codes: 0 for help, 2 for what is wrong.
            let code = ExitCode::from(error.exit_code().clamp(0, 255) as u8);
            return match checked(error.print()) {
                Err(unsaid) if !error.use_stderr() => fail(&unsaid),
                _ => code,
            };
        }
    };
    let as_json = matches!(
        command,
        Command::Run(RunArguments { json: true, .. })
            | Command::Python(PythonArguments { json: true, .. })
            | Command::Explore(ExploreArguments { json: true, .. })
            | Command::Listing { json: true, .. }
    );
    speak_json(as_json);
    let done = match command {
        Command::List { json: true } => print_json(&catalogue::list(&REGISTRY)),
        Command::List { json: false } => list(),
        Command::Schema { lesson } => REGISTRY
            .find(&lesson)
            .and_then(|lesson| print_json(&lesson.schema())),
        Command::Listing {
            lesson,
            given,
            json,
        } => print_listing(&lesson, &given, json),
        Command::Process => serve_process(&REGISTRY),
        Command::Run(arguments) => return run_lesson(&arguments),
        Command::Python(arguments) => return run_python(arguments),
        Command::Explore(arguments) => return explore(arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn list() -> Result<(), Error> {
    let mut chapter = "";
    for lesson in REGISTRY.listed() {
        let about = &lesson.about;
        if about.chapter != chapter {
            chapter = about.chapter;
            say(&format!("{chapter}\n"))?;
        }
        let presets: Vec<&str> = about.presets.iter().map(|preset| preset.name).collect();
        say(&format!(
            "  {:<16} {} (presets: {})\n",
            about.id,
            about.title,
            presets.join(", ")
        ))?;
    }
    Ok(())
}

/// Runs a lesson, prints its record or why there is none, and writes the files that were asked for.
/// What becomes of these is told after that, and takes nothing back.
fn run_lesson(arguments: &RunArguments) -> ExitCode {
    let params = match parameters(&arguments.lesson, &arguments.given) {
        Ok(params) => params,
        Err(error) => return fail(&error),
    };
    run_with(arguments, params, &Shows::All).0
}

/// What is shown of a run besides its record.
enum Shows {
    /// Its events, as they come.
    All,
    /// Nothing: the program writes for itself.
    Nothing,
}

/// The same, with these parameters; the exit code, and the run where there was one.
fn run_with(arguments: &RunArguments, params: Value, shows: &Shows) -> (ExitCode, Option<Run>) {
    let request = match request(arguments, params) {
        Ok(request) => request,
        Err(error) => return (fail(&error), None),
    };
    let mut kept: Vec<Event> = Vec::new();
    let is_silent = matches!(shows, Shows::Nothing);
    let mut show = Shown::new(arguments.json || is_silent);
    let ended = block_on(run(&REGISTRY, request, |events| {
        for event in &events {
            show.event(event);
        }
        if arguments.trace.is_some() {
            kept.extend(events);
        }
    }));
    show.end();
    let mut code = match ended
        .as_ref()
        .map(|run| match is_silent && !arguments.json {
            true => Ok(()),
            false => print_record(&run.record, arguments.json),
        }) {
        Ok(Ok(())) => ExitCode::SUCCESS,
        Ok(Err(unsaid)) => {
            complain(&unsaid);
            ExitCode::from(unsaid.exit_code())
        }
        Err(error) => fail(error),
    };
    // Whatever becomes of the files, standard output has had its one document.
    speak_json(false);
    for written in [
        write_trace(arguments, &kept, &ended),
        write_artifacts(arguments, &ended),
    ] {
        if let Err(error) = written {
            complain(&error);
            // An error of the run's own goes before it.
            if ended.is_ok() {
                code = ExitCode::from(error.exit_code());
            }
        }
    }
    (code, ended.ok())
}

/// Runs a program of its user's; it ends as the program ends.
fn run_python(arguments: PythonArguments) -> ExitCode {
    let params = match program_parameters("python", &arguments.given, &arguments.program) {
        Ok(read) => read,
        Err(error) => return fail(&error),
    };
    let fresh = arguments.artifacts.is_some();
    let as_json = arguments.json;
    let file = file_of(&arguments.program);
    let whole = std::path::absolute(file).unwrap_or_else(|_| file.into());
    match fresh {
        true => place_python(None, "main.py".into(), !as_json),
        false => place_python(Some(whole), file.display().to_string(), !as_json),
    }
    let arguments = RunArguments {
        lesson: "python".into(),
        given: arguments.given,
        json: as_json,
        trace: arguments.trace,
        artifacts: arguments.artifacts,
    };
    ended_as(&arguments, params)
}

/// Searches the schedules of a program of its user's; how it ends says what was found.
fn explore(arguments: ExploreArguments) -> ExitCode {
    let mut params = match program_parameters("explore", &arguments.given, &arguments.program) {
        Ok(read) => read,
        Err(error) => return fail(&error),
    };
    let beside = modules_beside(file_of(&arguments.program), &params["program"]);
    if let Some(params) = params.as_object_mut() {
        params.entry("files").or_insert(beside.into());
    }
    let as_json = arguments.json;
    let arguments = RunArguments {
        lesson: "explore".into(),
        given: arguments.given,
        json: as_json,
        trace: None,
        artifacts: None,
    };
    let (code, run) = run_with(&arguments, params, &Shows::Nothing);
    let Some(run) = run.filter(|_| !as_json && code == ExitCode::SUCCESS) else {
        return code;
    };
    match say(&schedules::told(&run.record.result)) {
        Ok(()) => ExitCode::from(schedules::exit_code(&run.record.result)),
        Err(error) => fail(&error),
    }
}

/// The modules that a program imports and that lie beside its file, and those that these import, by their names.
fn modules_beside(file: &Path, program: &Value) -> Map<String, Value> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut found = Map::new();
    let mut open = vec![program.as_str().unwrap_or_default().to_string()];
    while let Some(text) = open.pop() {
        let imported = text.lines().filter_map(|line| {
            let rest = line.trim_start();
            let names = rest
                .strip_prefix("import ")
                .or_else(|| rest.strip_prefix("from "))?;
            names.split([' ', ',', ';', '.', '#']).next()
        });
        for name in imported {
            let name = format!("{name}.py");
            if found.contains_key(&name) || Some(name.as_ref()) == file.file_name() {
                continue;
            }
            if let Ok(text) = std::fs::read_to_string(folder.join(&name)) {
                open.push(text.clone());
                found.insert(name, text.into());
            }
        }
    }
    found
}

/// Runs a program, and ends as it ends, unless its record is what is asked for.
fn ended_as(arguments: &RunArguments, params: Value) -> ExitCode {
    let (code, run) = run_with(arguments, params, &Shows::Nothing);
    let exit = run.and_then(|run| run.record.result["exit"].as_u64());
    match exit {
        Some(exit) if !arguments.json && code == ExitCode::SUCCESS => ExitCode::from(exit as u8),
        _ => code,
    }
}

/// The variable in which a program leaves its own settings to those that it starts.
#[cfg(feature = "python")]
pub(super) const SETTINGS_VARIABLE: &str = "MANYHANDS_PYTHON";

/// Runs a text as the program of this file, which was called by this name.
#[cfg(feature = "python")]
pub(super) fn run_text(text: String, file: &Path, name: String, given: Vec<String>) -> ExitCode {
    let settings = std::env::var(SETTINGS_VARIABLE).unwrap_or_default();
    // Of somebody else's making, they are left alone.
    let mut params: Map<String, Value> = serde_json::from_str(&settings).unwrap_or_default();
    params.insert("program".into(), text.into());
    params.insert("arguments".into(), given.into());
    place_python(Some(file.into()), name, true);
    let arguments = RunArguments {
        lesson: "python".into(),
        given: Given::default(),
        json: false,
        trace: None,
        artifacts: None,
    };
    ended_as(&arguments, params.into())
}

fn file_of(program: &[String]) -> &Path {
    Path::new(program.first().map_or("", String::as_str))
}

/// The parameters of a lesson that runs a program, with the program's text among them, and what stands behind its file.
fn program_parameters(lesson: &str, given: &Given, program: &[String]) -> Result<Value, Error> {
    let file = file_of(program);
    let mut params = parameters(lesson, given)?;
    let Some(object) = params.as_object_mut() else {
        return Err(Error::wrong_request(
            "--params: allowed is a JSON object of parameters",
        ));
    };
    for (name, instead) in [
        ("program", "FILE"),
        ("arguments", "what stands behind FILE"),
    ] {
        if object.contains_key(name) {
            return Err(Error::invalid(
                name,
                format!("{name} is given by {instead}, and cannot be set besides"),
            ));
        }
    }
    let bytes = std::fs::read(file).map_err(|error| {
        Error::wrong_request(format!(
            "can't open file {:?}: {error}",
            file.display().to_string()
        ))
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        Error::wrong_request(format!(
            "{} is no text in UTF-8: byte {} is none",
            file.display(),
            error.utf8_error().valid_up_to()
        ))
    })?;
    let text = text
        .strip_prefix('\u{feff}')
        .map(Into::into)
        .unwrap_or(text);
    object.insert("program".into(), text.into());
    object.insert("arguments".into(), program[1..].into());
    Ok(params)
}

/// Says where the program runs, to the interpreter where there is one: its file, or none where it gets a fresh folder,
/// what it is called, and whether it writes to this program's own output.
#[cfg(feature = "python")]
fn place_python(file: Option<PathBuf>, name: String, echo: bool) {
    use crate::lessons::python::door::{Beyond, Place, set};
    use crate::python::Folder;
    set(Place {
        name,
        folder: file.map_or(Folder::Fresh, Folder::Here),
        beyond: Beyond::Own,
        echo,
    });
}

#[cfg(not(feature = "python"))]
fn place_python(_: Option<PathBuf>, _: String, _: bool) {}

/// What is to be run, once it is sure that it may be, and that it can be interrupted.
fn request(arguments: &RunArguments, params: Value) -> Result<Request, Error> {
    let preset = arguments.given.preset.clone();
    REGISTRY
        .find(&arguments.lesson)?
        .determined(preset.as_deref(), &params)?;
    let cancel = Cancel::default();
    let interrupted = cancel.clone();
    ctrlc::set_handler(move || {
        if interrupted.is_set() {
            end(Duration::ZERO);
        }
        interrupted.set();
        // Where there is no thread for it, this one waits, and hears no second interrupt.
        if std::thread::Builder::new().spawn(|| end(GRACE)).is_err() {
            end(GRACE);
        }
    })
    .map_err(|error| {
        let reason = match error {
            ctrlc::Error::System(error) => error.to_string(),
            error => error.to_string(),
        };
        Error::failed(format!(
            "interrupts cannot be heard, for want of a thread or a pipe: {reason}"
        ))
    })?;
    Ok(Request {
        lesson: arguments.lesson.clone(),
        preset,
        params,
        door: Door::CommandLine,
        cancel,
    })
}

/// Ends the program as interrupted, after so long.
fn end(after: Duration) {
    std::thread::sleep(after);
    std::process::exit(Error::Cancelled.exit_code().into());
}

/// Writes the trace, where one was asked for and there is something to write: that of a run that
/// failed is the one that somebody wants to see, but what never began has none.
fn write_trace(
    arguments: &RunArguments,
    kept: &[Event],
    ended: &Result<Run, Error>,
) -> Result<(), Error> {
    let Some(file) = &arguments.trace else {
        return Ok(());
    };
    let (end_us, left_out) = match ended {
        Ok(Run { record, .. }) => (
            record.metrics["wall_ms"].as_f64().unwrap_or_default() * 1e3,
            Some(
                record
                    .metrics
                    .get("events_left_out")
                    .and_then(Value::as_u64)
                    .unwrap_or(0),
            ),
        ),
        Err(Error::InvalidParameter { .. } | Error::Unsupported { .. }) => return Ok(()),
        Err(_) => match kept.last() {
            Some(last) => (last.t_us, None),
            None => return Ok(()),
        },
    };
    let trace = trace::chrome_trace(&arguments.lesson, kept, end_us, left_out);
    write(file, trace.to_string().as_bytes())
}

/// Writes the files that the run has made, where that was asked for.
fn write_artifacts(arguments: &RunArguments, ended: &Result<Run, Error>) -> Result<(), Error> {
    let (Some(folder), Ok(run)) = (&arguments.artifacts, ended) else {
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|error| unwritten(folder, &error))?;
    for artifact in &run.artifacts {
        write(&folder.join(&artifact.info.name), &artifact.bytes)?;
    }
    Ok(())
}

fn print_record(record: &Record, json: bool) -> Result<(), Error> {
    if json {
        return print_json(record);
    }
    say("\n")?;
    if let Some(result) = record.result.as_object() {
        for (name, value) in result {
            say(&format!("{name}: {}\n", brief(value)))?;
        }
    }
    let wall = record.metrics["wall_ms"].as_f64().unwrap_or_default();
    say(&format!(
        "({wall:.1} ms, {} workers)\n",
        record.metrics["workers"]
    ))
}

fn print_listing(lesson: &str, given: &Given, json: bool) -> Result<(), Error> {
    let params = parameters(lesson, given)?;
    let listing = listing(REGISTRY.find(lesson)?, given.preset.as_deref(), &params)?;
    match json {
        true => print_json(&listing),
        false => say(&listing.source),
    }
}

/// The parameters of `--params`, and over them those of `--set`.
fn parameters(lesson: &str, given: &Given) -> Result<Value, Error> {
    let mut params = match &given.params {
        None => Value::Object(Map::new()),
        Some(params) => {
            let text = match params.strip_prefix('@') {
                None => params.clone(),
                Some(file) => read_text(file).map_err(|error| {
                    Error::wrong_request(format!("--params: {file} could not be read: {error}"))
                })?,
            };
            serde_json::from_str(&text).map_err(|error| {
                Error::wrong_request(format!(
                    "--params: not JSON ({error}); allowed is a JSON object of parameters, or @ and the name of a file that holds one"
                ))
            })?
        }
    };
    if given.set.is_empty() {
        return Ok(params);
    }
    let schema = REGISTRY.find(lesson)?.schema();
    let Some(object) = params.as_object_mut() else {
        return Err(Error::wrong_request(
            "--params: allowed is a JSON object of parameters",
        ));
    };
    for set in &given.set {
        let Some((name, text)) = set.split_once('=') else {
            return Err(Error::wrong_request(format!(
                "--set {set}: allowed is KEY=VALUE"
            )));
        };
        let value = match serde_json::from_str(text) {
            _ if takes_only_strings(&schema, name) => Value::String(text.into()),
            Ok(value) => value,
            // Not JSON: the text itself, which validation then refuses by name where it must.
            Err(_) => Value::String(text.into()),
        };
        object.insert(name.into(), value);
    }
    Ok(params)
}

/// A file's text, in UTF-8 or, where it begins with the mark of that, in UTF-16: Windows' shells write
/// either, and a mark before both.
fn read_text(file: &str) -> io::Result<String> {
    let bytes = std::fs::read(file)?;
    let wide = |bytes: &[u8], unit: fn([u8; 2]) -> u16| match bytes.as_chunks() {
        (pairs, []) => {
            let units: Vec<u16> = pairs.iter().copied().map(unit).collect();
            String::from_utf16(&units).ok()
        }
        _ => None,
    };
    let text = match &bytes[..] {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.into()).ok(),
        _ => String::from_utf8(bytes).ok(),
    };
    text.ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            "it is no text in UTF-8 or UTF-16",
        )
    })
}

/// Whether the parameter is a string and nothing else, so that its value needs no quotes.
fn takes_only_strings(schema: &Value, name: &str) -> bool {
    let schema = &schema["properties"][name];
    let consts = || {
        schema["oneOf"]
            .as_array()
            .is_some_and(|options| options.iter().all(|option| option["const"].is_string()))
    };
    schema["type"] == "string" || consts()
}

/// What a person sees of the events.
struct Shown {
    quiet: bool,
    progress: bool,
    open: bool,
}

impl Shown {
    fn new(quiet: bool) -> Self {
        Self {
            quiet,
            progress: !quiet && io::stderr().is_terminal(),
            open: false,
        }
    }

    fn event(&mut self, event: &Event) {
        match &event.what {
            What::Print { text, .. } if !self.quiet => {
                self.end();
                let who = match event.worker {
                    0 => "main    ".to_string(),
                    worker => format!("worker {worker}"),
                };
                // A closed pipe ends the printing, not the lesson.
                let _ = writeln!(io::stdout(), "{:10.3} ms  {who}  {text}", event.t_us / 1e3);
            }
            What::Progress {
                done,
                total,
                unit,
                counts,
                ..
            } if self.progress => {
                let counts = counts.iter();
                let counts: Vec<String> = counts
                    .map(|(name, count)| format!(", {name}: {count}"))
                    .collect();
                let _ = write!(
                    io::stderr(),
                    "\r{:3.0} % of {total} {unit}{} ",
                    done / total * 100.0,
                    counts.concat()
                );
                self.open = true;
            }
            _ => {}
        }
    }

    /// Ends the line that progress is written over and over.
    fn end(&mut self) {
        if std::mem::take(&mut self.open) {
            let _ = write!(io::stderr(), "\r\x1b[K");
        }
    }
}

fn brief(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}… (--json shows it whole)", &text[..end]),
        None => text,
    }
}
