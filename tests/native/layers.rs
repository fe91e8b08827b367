//! The crate's layers, as the map in `src/lib.rs` draws them: a module uses those below it and
//! itself, and nothing below `lessons` knows a lesson by name.

use crate::harness::tests;
use proc_macro2::{TokenStream, TokenTree};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use syn::visit::{self, Visit};

/// The modules from the ground up, each with those that it may use besides itself.
const LAYERS: [(&str, &[&str]); 8] = [
    ("contract", &[]),
    ("platform", &["contract"]),
    ("engine", &["contract", "platform"]),
    ("pi", &["contract", "platform", "engine"]),
    ("explore", &[]),
    ("python", &["contract", "platform", "engine", "explore"]),
    (
        "lessons",
        &["contract", "platform", "engine", "pi", "explore", "python"],
    ),
    (
        "doors",
        &[
            "contract", "platform", "engine", "pi", "explore", "python", "lessons",
        ],
    ),
];

/// Those that know no lesson by name.
const BELOW_LESSONS: [&str; 6] = ["contract", "platform", "engine", "pi", "explore", "python"];

/// A file of the crate: its path below `src/`, and its text.
type File = (PathBuf, String);

/// What in these files does not keep to the layers, in sentences.
fn violations(files: &[File], ids: &[&str]) -> Vec<String> {
    let root = files
        .iter()
        .find(|(path, _)| path.as_path() == Path::new("lib.rs"))
        .map(|(path, text)| root_names(&parsed(path, text)))
        .unwrap_or_default();
    let mut found = Vec::new();
    for (path, text) in files {
        let module = module_of(path);
        // The crate's root, and other programs beside it.
        let Some(layer) = module.first().filter(|name| *name != "bin") else {
            continue;
        };
        let Some((_, may_use)) = LAYERS.iter().find(|(name, _)| name == layer) else {
            found.push(format!(
                "src/{}: the module {layer} has no place in the order of layers; give it one here \
                 and in the map of src/lib.rs",
                path.display()
            ));
            continue;
        };
        let mut reader = Reader {
            path,
            module: module.clone(),
            layer,
            may_use,
            root: &root,
            ids,
            found: &mut found,
        };
        reader.visit_file(&parsed(path, text));
    }
    found
}

fn parsed(path: &Path, text: &str) -> syn::File {
    syn::parse_file(text).unwrap_or_else(|error| panic!("src/{}: {error}", path.display()))
}

/// The module that a file holds: `["pi", "gpu"]` for `pi/gpu/mod.rs`; none for the crate's root.
fn module_of(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = path
        .with_extension("")
        .iter()
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    if ["mod", "lib", "main"].contains(&names.last().map_or("", String::as_str)) {
        names.pop();
    }
    names
}

/// The names that the crate's root re-exports, each with the module that it comes from.
fn root_names(root: &syn::File) -> HashMap<String, String> {
    let mut names = HashMap::new();
    for item in &root.items {
        if let syn::Item::Use(item) = item {
            for used in paths_of(&item.tree) {
                let from = used
                    .path
                    .iter()
                    .find(|name| *name != "crate" && *name != "self");
                if let Some(from) = from {
                    names.insert(used.name, from.clone());
                }
            }
        }
    }
    names
}

/// One path of a `use`, and the name under which it is known then.
struct Used {
    path: Vec<String>,
    name: String,
}

fn paths_of(tree: &syn::UseTree) -> Vec<Used> {
    fn walk(tree: &syn::UseTree, before: &[String], all: &mut Vec<Used>) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        let last = |path: &[String]| path.last().cloned().unwrap_or_default();
        match tree {
            syn::UseTree::Path(path) => walk(&path.tree, &with(&path.ident), all),
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    walk(tree, before, all);
                }
            }
            // `x::{self}` is `x`.
            syn::UseTree::Name(name) if name.ident == "self" && !before.is_empty() => {
                all.push(Used {
                    path: before.to_vec(),
                    name: last(before),
                });
            }
            syn::UseTree::Name(name) => all.push(Used {
                path: with(&name.ident),
                name: name.ident.to_string(),
            }),
            syn::UseTree::Rename(rename) => all.push(Used {
                path: match rename.ident == "self" {
                    true => before.to_vec(),
                    false => with(&rename.ident),
                },
                name: rename.rename.to_string(),
            }),
            syn::UseTree::Glob(_) => all.push(Used {
                path: [before, &["*".to_string()]].concat(),
                name: "*".into(),
            }),
        }
    }
    let mut all = Vec::new();
    walk(tree, &[], &mut all);
    all
}

/// Reads one file.
struct Reader<'a> {
    path: &'a Path,
    /// Where the reader is: the file's module, and those within the file.
    module: Vec<String>,
    layer: &'a str,
    may_use: &'a [&'a str],
    root: &'a HashMap<String, String>,
    ids: &'a [&'a str],
    found: &'a mut Vec<String>,
}

impl Reader<'_> {
    /// The path as it is from the crate's root; none where it does not begin there.
    fn absolute(&self, path: &[String]) -> Option<Vec<String>> {
        let mut module = self.module.clone();
        let mut rest = path;
        match rest.first().map(String::as_str) {
            Some("crate") => {
                module.clear();
                rest = &rest[1..];
            }
            Some("self" | "super") => {
                while let Some(step @ ("self" | "super")) = rest.first().map(String::as_str) {
                    if step == "super" {
                        module.pop();
                    }
                    rest = &rest[1..];
                }
            }
            _ => return None,
        }
        module.extend_from_slice(rest);
        Some(module)
    }

    fn uses(&mut self, path: &[String], line: usize) {
        let Some(absolute) = self.absolute(path) else {
            return;
        };
        let Some(first) = absolute.first() else {
            // `use crate as other`: from there on nobody sees what is used.
            return self.say(line, "gives the crate's root another name");
        };
        let is_module = LAYERS.iter().any(|(name, _)| name == first);
        let layer = match self.root.get(first) {
            _ if is_module => first,
            Some(from) => from,
            None if first == "*" => {
                return self.say(line, "uses all names of the crate's root");
            }
            // What the root itself has binds the lessons.
            None => "lessons",
        };
        if layer == self.layer || self.may_use.contains(&layer) {
            return;
        }
        let allowed = match self.may_use {
            [] => "nothing of the crate but itself".to_string(),
            [one] => format!("{one} and itself"),
            several => format!("{} and itself", several.join(", ")),
        };
        let what = format!(
            "uses {}, which is of {layer}: {} may use {allowed}. What a lower module needs of a \
             higher one is handed down to it",
            absolute.join("::"),
            self.layer
        );
        self.say(line, &what);
    }

    fn literal(&mut self, text: &str, line: usize) {
        if BELOW_LESSONS.contains(&self.layer) && self.ids.contains(&text) {
            let what = format!(
                "has the string {text:?}, which is a lesson's id: nothing below lessons knows a \
                 lesson by name"
            );
            self.say(line, &what);
        }
    }

    fn say(&mut self, line: usize, what: &str) {
        let path = self.path.display();
        self.found.push(format!("src/{path}:{line} {what}."));
    }

    /// Paths and strings among the tokens of a macro, which are not parsed.
    fn tokens(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Literal(literal) => {
                    if let syn::Lit::Str(text) = syn::Lit::new(literal.clone()) {
                        self.literal(&text.value(), literal.span().start().line);
                    }
                }
                TokenTree::Ident(name) => {
                    let line = name.span().start().line;
                    let mut path = vec![name.to_string()];
                    while let [
                        TokenTree::Punct(one),
                        TokenTree::Punct(two),
                        TokenTree::Ident(next),
                        ..,
                    ] = &tokens[at + 1..]
                        && (one.as_char(), two.as_char()) == (':', ':')
                    {
                        path.push(next.to_string());
                        at += 3;
                    }
                    // Alone it is a keyword, as in `pub(crate)`.
                    if path.len() > 1 {
                        self.uses(&path, line);
                    }
                }
                TokenTree::Punct(_) => {}
            }
            at += 1;
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.module.push(item.ident.to_string());
        visit::visit_item_mod(self, item);
        self.module.pop();
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let line = item.use_token.span.start().line;
        for used in paths_of(&item.tree) {
            self.uses(&used.path, line);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        // Alone, `self` is a value.
        if names.len() > 1 {
            self.uses(&names, path.segments[0].ident.span().start().line);
        }
        visit::visit_path(self, path);
    }

    /// Who may see something is no use of it.
    fn visit_visibility(&mut self, _: &'ast syn::Visibility) {}

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.literal(&text.value(), text.span().start().line);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        self.tokens(called.tokens.clone());
        visit::visit_macro(self, called);
    }

    /// What a build has is no lesson, whatever it is called.
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        if attribute.path().is_ident("cfg") {
            return;
        }
        if let syn::Meta::List(list) = &attribute.meta {
            self.tokens(list.tokens.clone());
        }
    }
}

/// All files of the crate.
fn sources() -> Vec<File> {
    fn walk(folder: &Path, src: &Path, files: &mut Vec<File>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, src, files);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).expect("a text");
                let below = path.strip_prefix(src).expect("a file of src");
                files.push((below.to_path_buf(), text));
            }
        }
    }
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    walk(&src, &src, &mut files);
    files.sort();
    files
}

tests! {
    fn no_module_uses_a_higher_one_and_none_below_lessons_knows_a_lesson_by_name() {
        let files = sources();
        assert!(files.len() > 100, "only {} files", files.len());
        let ids: Vec<&str> = manyhands::REGISTRY.all().map(|lesson| lesson.about.id).collect();
        let found = violations(&files, &ids);
        assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    }

    /// Each is found that is planted here, and nothing else.
    fn a_use_against_the_order_is_found_however_it_is_written() {
        let root = "
            pub mod contract;
            pub use contract::{Error, Record};
            pub use engine::{Context, run as start};
            pub use lessons::REGISTRY;
            pub fn run() {}
        ";
        let cases: [(&str, &str, &[&str]); 25] = [
            ("contract/a.rs", "use crate::platform::clock;", &["uses platform::clock, which is of platform: contract may use nothing of the crate but itself"]),
            ("contract/a.rs", "use crate::{Error, contract::b, engine};", &["uses engine, which is of engine"]),
            ("contract/a.rs", "use super::super::lessons::find;", &["uses lessons::find, which is of lessons"]),
            ("contract/mod.rs", "use super::doors;", &["uses doors"]),
            ("contract/a/b.rs", "use super::super::super::pi::{philox, xorshift};", &["uses pi::philox", "uses pi::xorshift"]),
            ("contract/a.rs", "use super::b; use self::c::d; use super::super::contract::e;", &[]),
            ("contract/a.rs", "mod tests { use super::super::b; use super::super::super::engine::c; }", &["uses engine::c"]),
            ("platform/a.rs", "use crate::Error; use crate::contract::Record;", &[]),
            // Re-exports of the root count as what they come from, by whatever name.
            ("platform/a.rs", "use crate::Context;", &["uses Context, which is of engine: platform may use contract and itself"]),
            ("platform/a.rs", "fn f() { crate::start() }", &["uses start, which is of engine"]),
            ("engine/a.rs", "use crate::REGISTRY;", &["uses REGISTRY, which is of lessons"]),
            ("engine/a.rs", "fn f() { crate::run() }", &["uses run, which is of lessons"]),
            ("engine/a.rs", "use crate::*;", &["uses all names of the crate's root"]),
            ("engine/a.rs", "use crate as root;", &["gives the crate's root another name"]),
            // Paths where they stand.
            ("engine/a.rs", "fn f(x: crate::pi::Gpu) -> u32 { x.y() }", &["uses pi::Gpu, which is of pi: engine may use contract, platform and itself"]),
            ("engine/a.rs", "impl super::super::lessons::Thing for u32 {}", &["uses lessons::Thing"]),
            ("engine/a.rs", "fn f() { println!(\"{}\", crate::lessons::count()) }", &["uses lessons::count"]),
            ("engine/a.rs", "macro_rules! m { () => { $crate::doors::f() } }", &["uses doors::f"]),
            ("engine/a.rs", "#[serde(with = \"x\", default = crate::lessons::y)] struct A; pub(crate) struct B; pub(in crate::engine) struct C;", &["uses lessons::y"]),
            ("pi/a.rs", "use crate::{contract::Error, engine::Context, platform::clock};", &[]),
            ("pi/a.rs", "use crate::lessons::pi::tally;", &["uses lessons::pi::tally"]),
            // A lesson by its name.
            ("pi/a.rs", "const A: &str = \"race\"; fn f() { g(\"the race\"); h!(\"queue\") }", &["has the string \"race\"", "has the string \"queue\""]),
            ("lessons/a.rs", "const A: &str = \"race\"; use crate::engine::Context; use crate::doors::b;", &["uses doors::b, which is of doors"]),
            ("doors/a.rs", "const A: &str = \"race\"; use crate::{REGISTRY, lessons, run};", &[]),
            ("attic/a.rs", "", &["the module attic has no place"]),
        ];
        for (path, text, expected) in cases {
            let files = [("lib.rs", root), (path, text)].map(|(path, text)| (path.into(), text.into()));
            let found = violations(&files, &["race", "queue"]);
            assert_eq!(found.len(), expected.len(), "{path}: {text}\n{found:#?}");
            for (found, expected) in found.iter().zip(expected) {
                assert!(found.starts_with(&format!("src/{path}")) && found.contains(expected), "{text}\n{found}");
            }
        }
    }
}
