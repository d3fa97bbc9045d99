//! What pictures and templates the engine is given.

use crate::base::files::Bytes;
use std::collections::BTreeMap;

/// The files of `content/` that may be shown: read, checked and accepted. Keys are paths relative to `content/`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Assets(pub BTreeMap<String, Bytes>);

/// The names of the type families in force.
pub type Families<'a> = &'a [String];

/// The templates in force: the binary's, or a workspace's file of the same name. Keys are paths relative to `templates/`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Templates(pub BTreeMap<String, Bytes>);
