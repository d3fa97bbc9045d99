//! Sheets of paper: which page stands where.

/// One side of a sheet: the page (from 1) at the left and at the right; none for a blank.
pub type Side = [Option<u32>; 2];

/// One sheet, printed on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sheet {
    /// What is printed first.
    pub front: Side,
    /// What is printed on its back.
    pub back: Side,
}
