//! What the fuzz targets try: the lower floors of the house, compiled without the engine.

#[path = "../../../src/base/mod.rs"]
pub mod base;
#[path = "../../../src/lang/mod.rs"]
pub mod lang;
#[path = "../../../src/model/mod.rs"]
pub mod model;
#[path = "../../../src/parse/mod.rs"]
pub mod parse;

pub mod trial;
