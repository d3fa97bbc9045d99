//! Page count → sheets. Arithmetic only.

use crate::model::imposition::{Impose, Sheet, SheetFormat};

/// Sizes in mm that count as the same: files round them.
const SAME: f64 = 1.5;

/// Width and height of the sheet in mm, from the largest width and the largest height of the pages, in mm: the paper that was asked for, else
/// the one that two pages fill, else a sheet of exactly two pages.
pub fn sheet_size(page: (f64, f64), impose: &Impose) -> (f64, f64) {
    let fills = |size: &(f64, f64)| (size.0 / 2.0 - page.0).abs() <= SAME && (size.1 - page.1).abs() <= SAME;
    let known = [SheetFormat::A5, SheetFormat::A4, SheetFormat::A3].into_iter().filter_map(SheetFormat::size);
    impose.sheet.size().or_else(|| known.into_iter().find(fills)).unwrap_or((2.0 * page.0, page.1))
}

/// First and last sheet of each signature, counted from 1.
pub fn signatures(sheets: &[Sheet]) -> Vec<(usize, usize)> {
    let starts: Vec<usize> = sheets.iter().enumerate().filter(|(_, s)| s.depth == 0).map(|(i, _)| i + 1).collect();
    starts.iter().enumerate().map(|(i, first)| (*first, starts.get(i + 1).map_or(sheets.len(), |next| next - 1))).collect()
}

/// The sheets of a booklet, in the order in which they are printed: two pages a side, the outermost sheet of a signature first
/// (DOMAIN.md 4.1, office duplex). The last signature has the sheets that are left.
///
/// Pages that do not exist are blank; they come last, or before the last page when that is a back cover.
pub fn sheets(pages: u32, impose: &Impose) -> Vec<Sheet> {
    let count = pages.div_ceil(4);
    let total = count * 4;
    // A place in the folded booklet, from 1 → the page that stands there.
    let page = |place: u32| {
        if impose.cover && pages > 0 && place == total {
            Some(pages)
        } else {
            (place <= pages && !(impose.cover && place == pages && place != total)).then_some(place)
        }
    };
    let size = if impose.signature == 0 { count.max(1) } else { impose.signature };
    (0..count)
        .map(|i| {
            let (first, depth) = (i / size * size, i % size);
            let length = size.min(count - first) * 4;
            let place = |n: u32| page(first * 4 + n);
            Sheet { front: [place(length - 2 * depth), place(1 + 2 * depth)], back: [place(2 + 2 * depth), place(length - 1 - 2 * depth)], depth }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(signature: u32, cover: bool) -> Impose {
        Impose { signature, cover, ..Impose::default() }
    }

    /// Folds the sheets as hands do, and reads what is there: down through the right halves, back up through the left ones.
    fn read(sheets: &[Sheet]) -> Vec<Option<u32>> {
        let mut out = Vec::new();
        let mut rest = sheets;
        while !rest.is_empty() {
            let length = rest.iter().skip(1).position(|s| s.depth == 0).map_or(rest.len(), |i| i + 1);
            let (signature, after) = rest.split_at(length);
            out.extend(signature.iter().flat_map(|s| [s.front[1], s.back[0]]));
            out.extend(signature.iter().rev().flat_map(|s| [s.back[1], s.front[0]]));
            rest = after;
        }
        out
    }

    #[test]
    fn eight_pages_are_two_sheets() {
        let some = |a, b| [Some(a), Some(b)];
        let sheet = |front, back, depth| Sheet { front, back, depth };
        assert_eq!(sheets(8, &settings(0, false)), [sheet(some(8, 1), some(2, 7), 0), sheet(some(6, 3), some(4, 5), 1)]);
        assert_eq!(sheets(8, &settings(1, false)), [sheet(some(4, 1), some(2, 3), 0), sheet(some(8, 5), some(6, 7), 0)]);
        assert_eq!(sheets(6, &settings(0, true))[0], sheet([Some(6), Some(1)], [Some(2), None], 0));
    }

    #[test]
    fn two_pages_choose_their_paper() {
        let auto = Impose::default();
        assert_eq!(sheet_size((148.0, 210.0), &auto), (297.0, 210.0));
        assert_eq!(sheet_size((148.5, 209.9), &auto), (297.0, 210.0));
        assert_eq!(sheet_size((210.0, 297.0), &auto), (420.0, 297.0));
        assert_eq!(sheet_size((105.0, 148.0), &auto), (210.0, 148.0));
        assert_eq!(sheet_size((200.0, 200.0), &auto), (400.0, 200.0));
        assert_eq!(sheet_size((210.0, 297.0), &Impose { sheet: SheetFormat::A4, ..auto }), (297.0, 210.0));
    }

    #[test]
    fn signatures_are_runs_of_sheets() {
        assert_eq!(signatures(&sheets(40, &settings(4, false))), [(1, 4), (5, 8), (9, 10)]);
        assert_eq!(signatures(&sheets(40, &settings(0, false))), [(1, 10)]);
        assert_eq!(signatures(&[]), []);
    }

    #[test]
    fn the_folded_booklet_reads_in_order() {
        for pages in 0..=400_u32 {
            for signature in [0, 1, 2, 3, 4, 5, 7, 16, 64] {
                let blanks = usize::try_from(pages.next_multiple_of(4) - pages).unwrap_or_default();
                let mut plain: Vec<Option<u32>> = (1..=pages).map(Some).collect();
                plain.extend(std::iter::repeat_n(None, blanks));
                assert_eq!(read(&sheets(pages, &settings(signature, false))), plain, "{pages} pages, {signature} sheets");
                if pages > 0 {
                    plain.rotate_right(blanks);
                    let last = plain[blanks..].to_vec();
                    let mut cover: Vec<Option<u32>> = last[..last.len() - 1].to_vec();
                    cover.extend(std::iter::repeat_n(None, blanks));
                    cover.push(Some(pages));
                    assert_eq!(read(&sheets(pages, &settings(signature, true))), cover, "{pages} pages with a back cover, {signature} sheets");
                }
                let all = sheets(pages, &settings(signature, false));
                assert_eq!(u32::try_from(all.len()), Ok(pages.div_ceil(4)));
                assert!(all.iter().all(|s| signature == 0 || s.depth < signature));
            }
        }
    }
}
