//! A YAML file as a tree with places, and how the program's own types are read from it.
//!
//! A type declared with [`record!`] or [`vocabulary!`] gets its reader, the list of its keys and its JSON Schema from one
//! definition. A reader reports every fault and goes on, so that one run tells all that is wrong with a header.

use super::diag::{Diagnostic, nearest};
use super::source::{Span, Spanned};

crate::codes! {
    /// A key that the record does not have.
    UNKNOWN_KEY = "H101" Error {
        "la clé « {key} » n’existe pas ici" / "there is no key “{key}” here",
        "{?écrivez « {nearest} », ou supprimez la ligne ; ?}clés admises : {keys}" / "{?write “{nearest}”, or remove the line; ?}allowed keys: {keys}",
        "Une clé mal orthographiée serait ignorée sans bruit, et la fiche perdrait une information." /
        "A misspelt key would be ignored silently, and the fiche would lose something.",
    }
    /// A key that stands twice.
    DUPLICATE_KEY = "H102" Error {
        "la clé « {key} » est écrite deux fois" / "the key “{key}” is written twice",
        "gardez une seule des deux lignes" / "keep one of the two lines",
        "On ne saurait pas laquelle des deux valeurs imprimer." / "There is no telling which of the two values to print.",
    }
    /// A value of another shape than the key wants.
    WRONG_TYPE = "H103" Error {
        "« {key} » attend {expected}" / "“{key}” expects {expected_en}",
        "corrigez la valeur : {found}" / "correct the value: {found}",
        "Chaque clé a une forme ; le schéma du fichier (« livret schema ») les montre toutes." /
        "Each key has a shape; the schema of the file (`livret schema`) shows them all.",
    }
    /// A word that is not in a closed list.
    UNKNOWN_WORD = "H104" Error {
        "« {found} » n’est pas une valeur admise pour « {key} »" / "“{found}” is not an allowed value of “{key}”",
        "{?vouliez-vous « {nearest} » ? ?}valeurs admises : {words}" / "{?did you mean “{nearest}”? ?}allowed values: {words}",
        "Ces listes sont fermées, pour que la sélection et la légende soient sûres." / "These lists are closed, so that selections and the legend are reliable.",
    }
}

/// What a YAML node holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing.
    Null,
    /// A word, a number or a text: always the text as written, whatever YAML would make of it.
    Scalar(String),
    /// A list.
    Seq(Vec<Node>),
    /// Keys and values in the order of the file, duplicates included.
    Map(Vec<(Spanned<String>, Node)>),
}

/// A YAML value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands.
    pub span: Span,
}

impl Node {
    /// The value of a key; none in what is no map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|(k, _)| k.value == key).map(|(_, node)| node),
            Value::Null | Value::Scalar(_) | Value::Seq(_) => None,
        }
    }
}

/// What a reader knows of where it is: the key that it reads, and the list of findings.
#[derive(Debug)]
pub struct Reader<'a> {
    /// The key whose value is read.
    pub key: String,
    /// Where findings go.
    pub findings: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Reports that the value has another shape.
    pub fn wrong(&mut self, node: &Node, expected: (&'static str, &'static str)) {
        let found = match &node.value {
            Value::Null => "(vide)".to_owned(),
            Value::Scalar(s) => shorten(s),
            Value::Seq(_) => "[…]".to_owned(),
            Value::Map(_) => "{…}".to_owned(),
        };
        self.findings.push(
            Diagnostic::at(&WRONG_TYPE, node.span)
                .with("key", self.key.clone())
                .with("expected", expected.0)
                .with("expected_en", expected.1)
                .with("found", found),
        );
    }

    /// Reports that a word is not in a closed list.
    pub fn unknown_word(&mut self, span: Span, found: &str, words: &[&'static str]) {
        let near = nearest(found, words.iter().copied());
        let finding = Diagnostic::at(&UNKNOWN_WORD, span)
            .with("key", self.key.clone())
            .with("found", shorten(found))
            .with("nearest", near.unwrap_or_default())
            .with("words", words.join(", "));
        self.findings.push(near.into_iter().fold(finding, |f, word| f.fix(span, word, false)));
    }
}

/// The beginning of a text, for messages.
pub fn shorten(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    if line.chars().count() > 60 { format!("{}…", line.chars().take(59).collect::<String>()) } else { line.to_owned() }
}

/// A type that can be read from a YAML node.
pub trait FromNode: Sized {
    /// Reads the value, or reports why it cannot be read.
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self>;
}

impl FromNode for String {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Scalar(s) => Some(s.clone()),
            Value::Null | Value::Seq(_) | Value::Map(_) => {
                reader.wrong(node, ("un texte", "a text"));
                None
            }
        }
    }
}

impl FromNode for bool {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Scalar(s) if matches!(s.as_str(), "oui" | "true") => Some(true),
            Value::Scalar(s) if matches!(s.as_str(), "non" | "false") => Some(false),
            Value::Null | Value::Scalar(_) | Value::Seq(_) | Value::Map(_) => {
                reader.wrong(node, ("oui ou non", "oui or non (true or false)"));
                None
            }
        }
    }
}

macro_rules! numbers {
    ($($t:ty),*) => {$(
        impl FromNode for $t {
            fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
                let parsed = match &node.value {
                    Value::Scalar(s) => s.trim().parse::<$t>().ok(),
                    Value::Null | Value::Seq(_) | Value::Map(_) => None,
                };
                if parsed.is_none() {
                    reader.wrong(node, ("un nombre", "a number"));
                }
                parsed
            }
        }
    )*};
}
numbers!(u32, i32, f64);

impl<T: FromNode> FromNode for Spanned<T> {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        T::from_node(node, reader).map(|value| Spanned::new(value, node.span))
    }
}

impl<T: FromNode> FromNode for Option<T> {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match node.value {
            Value::Null => Some(None),
            Value::Scalar(_) | Value::Seq(_) | Value::Map(_) => Some(T::from_node(node, reader)),
        }
    }
}

impl<T: FromNode> FromNode for Vec<T> {
    /// A single value where a list is expected is a list of one: people write both.
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Null => Some(Vec::new()),
            Value::Seq(items) => Some(items.iter().filter_map(|item| T::from_node(item, reader)).collect()),
            Value::Scalar(_) | Value::Map(_) => T::from_node(node, reader).map(|v| vec![v]),
        }
    }
}

/// A mapping whose keys are free: pairs in the order of the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairs<T>(pub Vec<(Spanned<String>, T)>);

impl<T> Default for Pairs<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: FromNode> FromNode for Pairs<T> {
    fn from_node(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        match &node.value {
            Value::Null => Some(Self(Vec::new())),
            Value::Map(entries) => {
                duplicates(entries, reader);
                Some(Self(entries.iter().filter_map(|(k, v)| Some((k.clone(), T::from_node(v, reader)?))).collect()))
            }
            Value::Scalar(_) | Value::Seq(_) => {
                reader.wrong(node, ("des lignes « clé : valeur »", "lines “key: value”"));
                None
            }
        }
    }
}

/// Reports keys that stand twice.
pub fn duplicates(entries: &[(Spanned<String>, Node)], reader: &mut Reader<'_>) {
    let mut seen = std::collections::BTreeMap::new();
    for (key, _) in entries {
        if let Some(first) = seen.insert(key.value.as_str(), key.span) {
            reader.findings.push(Diagnostic::at(&DUPLICATE_KEY, key.span).with("key", key.value.clone()).see(first));
        }
    }
}

/// Reports a key that is not in the list.
pub fn unknown_key(key: &Spanned<String>, keys: &[&'static str], reader: &mut Reader<'_>) {
    let near = nearest(key, keys.iter().copied());
    let finding = Diagnostic::at(&UNKNOWN_KEY, key.span).with("key", key.value.clone()).with("nearest", near.unwrap_or_default()).with("keys", keys.join(", "));
    reader.findings.push(near.into_iter().fold(finding, |f, word| f.fix(key.span, word, false)));
}

/// Declares a record that is read from YAML: the struct, its reader, its keys and its JSON Schema.
///
/// Fields are written `name = "clé": Type`, or `name = "clé" | "autre graphie": Type`; a missing key gives the type's default.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$fmeta:meta])* $field:ident = $key:literal $(| $alias:literal)* : $ty:ty),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Default, schemars::JsonSchema)]
        #[schemars(deny_unknown_fields, transform = Self::only_required)]
        pub struct $name { $($(#[$fmeta])* #[schemars(rename = $key)] pub $field: $ty),* }

        impl $name {
            /// The keys of the record, in the order in which people write them.
            pub const KEYS: &'static [&'static str] = &[$($key),*];

            /// Says in the schema that only the keys marked `#[schemars(required)]` must be there: a missing list is an empty one.
            fn only_required(schema: &mut schemars::Schema) {
                // Another writing of a key is the same key.
                if let Some(properties) = schema.get_mut("properties").and_then(|p| p.as_object_mut()) {
                    let aliases: &[(&str, &str)] = &[$($(($key, $alias),)*)*];
                    for (key, alias) in aliases {
                        if let Some(property) = properties.get(*key).cloned() {
                            properties.insert((*alias).to_owned(), property);
                        }
                    }
                }
                let marks = [$((stringify!($(#[$fmeta])*), $key)),*];
                let keys: Vec<&str> = marks.into_iter().filter(|(marks, _)| marks.contains("schemars(required)")).map(|(_, key)| key).collect();
                if keys.is_empty() {
                    schema.remove("required");
                } else {
                    schema.insert("required".to_owned(), keys.into());
                }
            }
        }

        impl $crate::base::node::FromNode for $name {
            fn from_node(node: &$crate::base::node::Node, reader: &mut $crate::base::node::Reader<'_>) -> Option<Self> {
                use $crate::base::node::{Value, FromNode, duplicates, unknown_key};
                let entries = match &node.value {
                    Value::Map(entries) => entries,
                    Value::Null => return Some(Self::default()),
                    Value::Scalar(_) | Value::Seq(_) => {
                        reader.wrong(node, ("des lignes « clé : valeur »", "lines “key: value”"));
                        return None;
                    }
                };
                duplicates(entries, reader);
                let mut out = Self::default();
                let outer = std::mem::take(&mut reader.key);
                for (key, value) in entries {
                    reader.key.clone_from(&key.value);
                    match key.value.as_str() {
                        $($key $(| $alias)* => if let Some(v) = <$ty as FromNode>::from_node(value, reader) { out.$field = v; },)*
                        _ => unknown_key(key, Self::KEYS, reader),
                    }
                }
                reader.key = outer;
                Some(out)
            }
        }
    };
}

/// Declares a closed list of words: the enum, its reader and its JSON Schema.
#[macro_export]
macro_rules! vocabulary {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal $(| $alias:literal)*),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, schemars::JsonSchema)]
        pub enum $name { $($(#[$vmeta])* #[schemars(rename = $word)] $variant),* }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// Every word, in order.
            pub const WORDS: &'static [&'static str] = &[$($word),*];

            /// The word that people write.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// The value of a word.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word $(| $alias)* => Some(Self::$variant),)* _ => None }
            }
        }

        impl $crate::base::node::FromNode for $name {
            fn from_node(node: &$crate::base::node::Node, reader: &mut $crate::base::node::Reader<'_>) -> Option<Self> {
                let word = String::from_node(node, reader)?;
                let found = Self::from_word(&word);
                if found.is_none() {
                    reader.unknown_word(node.span, &word, Self::WORDS);
                }
                found
            }
        }
    };
}

/// A place is no part of what an editor writes: the schema of a spanned value is that of the value.
impl<T: schemars::JsonSchema> schemars::JsonSchema for Spanned<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        T::json_schema(generator)
    }
}

impl<T: schemars::JsonSchema> schemars::JsonSchema for Pairs<T> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Pairs_{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        std::collections::BTreeMap::<String, T>::json_schema(generator)
    }
}
