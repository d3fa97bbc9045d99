//! Page count → sheets. Arithmetic only.

use crate::model::imposition::Sheet;

/// The sheets of one saddle-stitched booklet, two pages a side, outermost sheet first: DOMAIN.md 4.1 (office duplex).
///
/// Pages that do not exist are blank; they come last, so a count that is no multiple of four gives blanks at the end.
pub fn saddle(pages: u32) -> Vec<Sheet> {
    let total = pages.div_ceil(4) * 4;
    let page = |n: u32| (n <= pages).then_some(n);
    (0..total / 4).map(|i| Sheet { front: [page(total - 2 * i), page(1 + 2 * i)], back: [page(2 + 2 * i), page(total - 1 - 2 * i)] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_pages_are_two_sheets() {
        let some = |a, b| [Some(a), Some(b)];
        assert_eq!(saddle(8), [Sheet { front: some(8, 1), back: some(2, 7) }, Sheet { front: some(6, 3), back: some(4, 5) }]);
    }

    #[test]
    fn every_page_stands_once() {
        for pages in 0..=70 {
            let mut seen: Vec<u32> = saddle(pages).iter().flat_map(|s| s.front.into_iter().chain(s.back)).flatten().collect();
            seen.sort_unstable();
            assert_eq!(seen, (1..=pages).collect::<Vec<_>>());
            assert_eq!(u32::try_from(saddle(pages).len()), Ok(pages.div_ceil(4)));
        }
    }
}
