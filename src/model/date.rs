//! Dates as an author writes them: EDTF, levels 0 and 1.
//!
//! A fiche is dated by a year, a month, a day, a season, an interval or a guess. [`Date`] keeps what was
//! written, knows how to read, write and order itself, and never becomes more precise than its author.
//! The notation is the Extended Date/Time Format of the Library of Congress (ISO 8601-2:2019, levels 0 and 1).

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A date or an interval, in the proleptic Gregorian calendar.
///
/// ```text
/// 2009 · 2009-06 · 2009-06-23 · 2009-21 (spring) · 198X · 19XX · 2004-06-XX · 1985~ · 1985? · 1985%
/// 1983/1985 · 2016/.. (still running) · ../1990 · 2016/ (end unknown) · -0044 · Y170000
/// ```
///
/// The order is by earliest day, then latest day, then canonical text: 1983 < 1983/1985 < 1985.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Date {
    shape: Shape,
}

/// What a [`Date`] is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// One date: « 2009-06 ».
    Single(Moment),
    /// From one bound to another, both included: « 1983/1985 ». At least one bound is [`Bound::At`].
    Interval {
        /// The earlier side.
        start: Bound,
        /// The later side.
        end: Bound,
    },
}

/// One side of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// A date.
    At(Moment),
    /// `..`: there is no limit on this side.
    Open,
    /// Nothing: there is a limit, and nobody knows it.
    Unknown,
}

/// One date with its precision and its reservation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    /// What is known of it.
    pub precision: Precision,
    /// How sure the author is.
    pub qualifier: Qualifier,
}

/// How much of a date is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// `19XX`: the first two digits of the year (19 is the twentieth century).
    Century(u16),
    /// `198X`: the first three digits of the year.
    Decade(u16),
    /// `2009`, `-0044` or `Y170000`, in astronomical numbering: the year 0 is 1 BC.
    Year(i32),
    /// `2004-XX`: some month of the year.
    SomeMonth(i32),
    /// `1985-XX-XX`: some day of the year.
    SomeDayOfYear(i32),
    /// `2009-21` to `2009-24`.
    Season(i32, Season),
    /// `2009-06`: year and month (1 to 12).
    Month(i32, u8),
    /// `1985-04-XX`: some day of the month (1 to 12).
    SomeDay(i32, u8),
    /// `2009-06-23`: year, month (1 to 12) and day (1 to 31), a day of the calendar.
    Day(i32, u8, u8),
}

/// A season, numbered 21 to 24 in EDTF.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Season {
    /// 21, counted from March to May.
    Spring,
    /// 22, counted from June to August.
    Summer,
    /// 23, counted from September to November.
    Autumn,
    /// 24, counted as December alone, so that a season never leaves its year.
    Winter,
}

/// The reservation written after a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Qualifier {
    /// Nothing: the author is sure.
    None,
    /// `?`: the source is doubtful.
    Uncertain,
    /// `~`: about that time.
    Approximate,
    /// `%`: both.
    UncertainApproximate,
}

/// What is wrong with the text of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    /// Nothing is written.
    Empty,
    /// This part (a side of the interval, or the whole) is no form of date known here.
    Unrecognised(String),
    /// The month is not 01 to 12, nor a season 21 to 24.
    NoSuchMonth(u32),
    /// The month has no such day: 31 April, 29 February 2009.
    NoSuchDay {
        /// The year, which decides for 29 February.
        year: i32,
        /// The month, 1 to 12.
        month: u8,
        /// The day as written.
        day: u32,
    },
    /// The year does not fit in 32 bits, or is too far away for a timeline.
    YearOutOfRange(String),
    /// There is more than one `/`.
    TooManyBounds,
    /// The interval has no date on either side: `../..` or `/`.
    NoBound,
    /// The interval ends before it starts.
    EndBeforeStart,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the date is empty"),
            Self::Unrecognised(part) => write!(f, "`{part}` is not an EDTF date"),
            Self::NoSuchMonth(month) => write!(f, "there is no month or season {month:02}"),
            Self::NoSuchDay { year, month, day } => write!(f, "there is no day {day} in {year:04}-{month:02}"),
            Self::YearOutOfRange(year) => write!(f, "the year {year} is too far away"),
            Self::TooManyBounds => f.write_str("an interval has only one `/`"),
            Self::NoBound => f.write_str("the interval has no date on either side"),
            Self::EndBeforeStart => f.write_str("the interval ends before it starts"),
        }
    }
}

impl std::error::Error for DateError {}

/// A day of the calendar, ordered.
type Day = (i32, u8, u8);

impl Date {
    /// Reads EDTF text; spaces around it are ignored. The first error found is returned.
    pub fn parse(text: &str) -> Result<Self, DateError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(DateError::Empty);
        }
        let mut sides = text.split('/');
        let first = sides.next().unwrap_or_default();
        let Some(second) = sides.next() else {
            return Ok(Self { shape: Shape::Single(Moment::parse(first)?) });
        };
        if sides.next().is_some() {
            return Err(DateError::TooManyBounds);
        }
        let (start, end) = (Bound::parse(first)?, Bound::parse(second)?);
        match (start, end) {
            (Bound::At(from), Bound::At(to)) if to.latest() < from.earliest() => return Err(DateError::EndBeforeStart),
            (Bound::At(_), _) | (_, Bound::At(_)) => {}
            (Bound::Open | Bound::Unknown, Bound::Open | Bound::Unknown) => return Err(DateError::NoBound),
        }
        Ok(Self { shape: Shape::Interval { start, end } })
    }

    /// The parts, for whoever writes the date out.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// The year under which the date is filed. Where the start is open or unknown it is the year of the end.
    pub fn start_year(&self) -> i32 {
        self.nearest_start().0
    }

    /// The last year; `None` when the end is open or unknown.
    pub fn end_year(&self) -> Option<i32> {
        match self.shape {
            Shape::Single(moment) | Shape::Interval { end: Bound::At(moment), .. } => Some(moment.latest().0),
            Shape::Interval { end: Bound::Open | Bound::Unknown, .. } => None,
        }
    }

    /// The first instant as a decimal year: 1983-07-02 is near 1983.5. An open start is −∞;
    /// for an unknown start it is the first instant of the end.
    pub fn start(&self) -> f64 {
        match self.shape {
            Shape::Interval { start: Bound::Open, .. } => f64::NEG_INFINITY,
            _ => decimal(self.nearest_start(), false),
        }
    }

    /// The instant after the last one, as a decimal year: 1984.0 for 1983. An open end is +∞;
    /// for an unknown end it is the end of the start.
    pub fn end(&self) -> f64 {
        match self.shape {
            Shape::Interval { end: Bound::Open, .. } => f64::INFINITY,
            _ => decimal(self.nearest_end(), true),
        }
    }

    /// Whether something of it is not known well: a `?`, a `~` or a `%` on either side, or a side that nobody knows.
    pub fn is_vague(&self) -> bool {
        let vague = |moment: Moment| moment.qualifier != Qualifier::None;
        let bound = |bound| match bound {
            Bound::At(moment) => vague(moment),
            Bound::Unknown => true,
            Bound::Open => false,
        };
        match self.shape {
            Shape::Single(moment) => vague(moment),
            Shape::Interval { start, end } => bound(start) || bound(end),
        }
    }

    /// Whether nothing says when it began (`../`). An unknown side is not open: it had a beginning, one does not know when.
    pub fn is_open_before(&self) -> bool {
        matches!(self.shape, Shape::Interval { start: Bound::Open, .. })
    }

    /// Whether it began at a time that nobody knows (`/1985`).
    pub fn is_unknown_before(&self) -> bool {
        matches!(self.shape, Shape::Interval { start: Bound::Unknown, .. })
    }

    /// Whether it ended at a time that nobody knows (`1985/`).
    pub fn is_unknown_after(&self) -> bool {
        matches!(self.shape, Shape::Interval { end: Bound::Unknown, .. })
    }

    /// Whether it goes on (`/..`). An unknown side is not open: it ended, one does not know when.
    pub fn is_open_after(&self) -> bool {
        matches!(self.shape, Shape::Interval { end: Bound::Open, .. })
    }

    /// The earliest day written.
    fn nearest_start(&self) -> Day {
        match self.shape {
            Shape::Single(moment) | Shape::Interval { start: Bound::At(moment), .. } => moment.earliest(),
            Shape::Interval { end: Bound::At(moment), .. } => moment.earliest(),
            Shape::Interval { .. } => (i32::MIN, 1, 1), // `parse` lets no such interval through.
        }
    }

    /// The latest day written.
    fn nearest_end(&self) -> Day {
        match self.shape {
            Shape::Single(moment) | Shape::Interval { end: Bound::At(moment), .. } => moment.latest(),
            Shape::Interval { start: Bound::At(moment), .. } => moment.latest(),
            Shape::Interval { .. } => (i32::MAX, 12, 31), // `parse` lets no such interval through.
        }
    }

    /// Where the date stands on the line of time, open sides at its ends.
    fn extent(&self) -> (Option<Day>, bool, Day) {
        let open_start = matches!(self.shape, Shape::Interval { start: Bound::Open, .. });
        let open_end = matches!(self.shape, Shape::Interval { end: Bound::Open, .. });
        ((!open_start).then(|| self.nearest_start()), open_end, self.nearest_end())
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        Self::parse(text)
    }
}

impl fmt::Display for Date {
    /// Writes canonical EDTF, which [`Date::parse`] reads back to an equal date.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.shape {
            Shape::Single(moment) => moment.fmt(f),
            Shape::Interval { start, end } => write!(f, "{start}/{end}"),
        }
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Self) -> Ordering {
        // The texts differ whenever the dates do, which keeps the order total and in step with equality.
        self.extent().cmp(&other.extent()).then_with(|| self.to_string().cmp(&other.to_string()))
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Bound {
    fn parse(text: &str) -> Result<Self, DateError> {
        match text {
            ".." => Ok(Self::Open),
            "" => Ok(Self::Unknown),
            date => Moment::parse(date).map(Self::At),
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(moment) => moment.fmt(f),
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
        }
    }
}

impl Moment {
    fn parse(text: &str) -> Result<Self, DateError> {
        let unrecognised = || DateError::Unrecognised(text.to_owned());
        let (body, qualifier) = match text.as_bytes().last() {
            Some(b'?') => (&text[..text.len() - 1], Qualifier::Uncertain),
            Some(b'~') => (&text[..text.len() - 1], Qualifier::Approximate),
            Some(b'%') => (&text[..text.len() - 1], Qualifier::UncertainApproximate),
            _ => (text, Qualifier::None),
        };
        let precision = if let Some(long) = body.strip_prefix('Y') {
            Precision::Year(long_year(long, text)?)
        } else {
            let (sign, unsigned) = match body.strip_prefix('-') {
                Some(rest) => (-1, rest),
                None => (1, body),
            };
            let parts: Vec<&[u8]> = unsigned.split('-').map(str::as_bytes).collect();
            let year = parts.first().and_then(|part| digits(part, 4)).map(|year| sign * year);
            match (year, parts.as_slice()) {
                // Minus zero would be a second way to write the year 0.
                (Some(0), _) if sign < 0 => return Err(unrecognised()),
                (Some(year), [_]) => Precision::Year(year),
                (Some(year), [_, b"XX"]) => Precision::SomeMonth(year),
                (Some(year), [_, b"XX", b"XX"]) => Precision::SomeDayOfYear(year),
                (Some(year), [_, month]) => {
                    let month = digits(month, 2).ok_or_else(unrecognised)?;
                    match season(month) {
                        Some(season) => Precision::Season(year, season),
                        None => Precision::Month(year, calendar_month(month)?),
                    }
                }
                (Some(year), [_, month, day]) => {
                    let month = calendar_month(digits(month, 2).ok_or_else(unrecognised)?)?;
                    if *day == b"XX" {
                        Precision::SomeDay(year, month)
                    } else {
                        let day = digits(day, 2).ok_or_else(unrecognised)?;
                        match u8::try_from(day) {
                            Ok(short) if short >= 1 && short <= days_in(year, month) => Precision::Day(year, month, short),
                            _ => return Err(DateError::NoSuchDay { year, month, day: day.unsigned_abs() }),
                        }
                    }
                }
                (None, [[century @ .., b'X', b'X']]) if sign > 0 => {
                    Precision::Century(digits(century, 2).and_then(|n| u16::try_from(n).ok()).ok_or_else(unrecognised)?)
                }
                (None, [[decade @ .., b'X']]) if sign > 0 => Precision::Decade(digits(decade, 3).and_then(|n| u16::try_from(n).ok()).ok_or_else(unrecognised)?),
                _ => return Err(unrecognised()),
            }
        };
        Ok(Self { precision, qualifier })
    }

    /// The first day it may be.
    fn earliest(self) -> Day {
        match self.precision {
            Precision::Century(century) => (i32::from(century) * 100, 1, 1),
            Precision::Decade(decade) => (i32::from(decade) * 10, 1, 1),
            Precision::Year(year) | Precision::SomeMonth(year) | Precision::SomeDayOfYear(year) => (year, 1, 1),
            Precision::Season(year, season) => (year, season.months().0, 1),
            Precision::Month(year, month) | Precision::SomeDay(year, month) => (year, month, 1),
            Precision::Day(year, month, day) => (year, month, day),
        }
    }

    /// The last day it may be.
    fn latest(self) -> Day {
        match self.precision {
            Precision::Century(century) => (i32::from(century) * 100 + 99, 12, 31),
            Precision::Decade(decade) => (i32::from(decade) * 10 + 9, 12, 31),
            Precision::Year(year) | Precision::SomeMonth(year) | Precision::SomeDayOfYear(year) => (year, 12, 31),
            Precision::Season(year, season) => (year, season.months().1, days_in(year, season.months().1)),
            Precision::Month(year, month) | Precision::SomeDay(year, month) => (year, month, days_in(year, month)),
            Precision::Day(year, month, day) => (year, month, day),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.precision {
            Precision::Century(century) => write!(f, "{century:02}XX")?,
            Precision::Decade(decade) => write!(f, "{decade:03}X")?,
            Precision::Year(year) => write!(f, "{}", Year(year))?,
            Precision::SomeMonth(year) => write!(f, "{}-XX", Year(year))?,
            Precision::SomeDayOfYear(year) => write!(f, "{}-XX-XX", Year(year))?,
            Precision::Season(year, season) => write!(f, "{}-{}", Year(year), season.number())?,
            Precision::Month(year, month) => write!(f, "{}-{month:02}", Year(year))?,
            Precision::SomeDay(year, month) => write!(f, "{}-{month:02}-XX", Year(year))?,
            Precision::Day(year, month, day) => write!(f, "{}-{month:02}-{day:02}", Year(year))?,
        }
        f.write_str(match self.qualifier {
            Qualifier::None => "",
            Qualifier::Uncertain => "?",
            Qualifier::Approximate => "~",
            Qualifier::UncertainApproximate => "%",
        })
    }
}

impl Season {
    /// The first and the last month counted in it.
    fn months(self) -> (u8, u8) {
        match self {
            Self::Spring => (3, 5),
            Self::Summer => (6, 8),
            Self::Autumn => (9, 11),
            Self::Winter => (12, 12),
        }
    }

    fn number(self) -> u8 {
        match self {
            Self::Spring => 21,
            Self::Summer => 22,
            Self::Autumn => 23,
            Self::Winter => 24,
        }
    }
}

/// A year as EDTF writes it: four digits, or `Y` and more.
struct Year(i32);

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            year @ 0..=9999 => write!(f, "{year:04}"),
            year @ -9999..=-1 => write!(f, "-{:04}", -year),
            year => write!(f, "Y{year}"),
        }
    }
}

/// Exactly `count` ASCII digits (at most four), as a number.
fn digits(text: &[u8], count: usize) -> Option<i32> {
    (text.len() == count && text.iter().all(u8::is_ascii_digit)).then(|| text.iter().fold(0, |number, digit| number * 10 + i32::from(digit - b'0')))
}

/// The number after `Y`, which EDTF reserves for years of more than four digits.
fn long_year(number: &str, whole: &str) -> Result<i32, DateError> {
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    if unsigned.len() < 5 || unsigned.starts_with('0') || !unsigned.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DateError::Unrecognised(whole.to_owned()));
    }
    number.parse().map_err(|_| DateError::YearOutOfRange(number.to_owned()))
}

fn calendar_month(month: i32) -> Result<u8, DateError> {
    match u8::try_from(month) {
        Ok(short @ 1..=12) => Ok(short),
        _ => Err(DateError::NoSuchMonth(month.unsigned_abs())),
    }
}

fn season(number: i32) -> Option<Season> {
    match number {
        21 => Some(Season::Spring),
        22 => Some(Season::Summer),
        23 => Some(Season::Autumn),
        24 => Some(Season::Winter),
        _ => None,
    }
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// The number of days of a month (1 to 12).
fn days_in(year: i32, month: u8) -> u8 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A day as a decimal year: its beginning, or its end when `after` is set.
fn decimal((year, month, day): Day, after: bool) -> f64 {
    let before: u16 = (1..month).map(|month| u16::from(days_in(year, month))).sum();
    let elapsed = before + u16::from(day) - u16::from(!after);
    let length = if is_leap(year) { 366.0 } else { 365.0 };
    f64::from(year) + f64::from(elapsed) / length
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn every_form_reads_and_writes_itself() {
        for text in [
            "2009",
            "2009-06",
            "2009-06-23",
            "2008-02-29",
            "0000",
            "-0044",
            "-0044-03-15",
            "Y170000",
            "Y-170000",
            "2009-21",
            "2009-22",
            "2009-23",
            "2009-24",
            "198X",
            "19XX",
            "2004-XX",
            "1985-04-XX",
            "1985-XX-XX",
            "1985?",
            "1985~",
            "1985%",
            "2009-06-23~",
            "198X~",
            "19XX?",
            "2010/2015",
            "2009-06/2010-01-05",
            "2016/..",
            "../1990",
            "2016/",
            "/1990",
            "1983~/1985?",
            "1983%/..",
            "2009/2009",
            "198X/199X",
            "2009-21/2009-23",
        ] {
            assert_eq!(date(text).to_string(), text);
        }
        assert_eq!(date("  2009\n").to_string(), "2009");
    }

    #[test]
    fn what_is_wrong_is_said() {
        let unrecognised = |part: &str| DateError::Unrecognised(part.to_owned());
        for (text, error) in [
            ("", DateError::Empty),
            ("  ", DateError::Empty),
            ("hier", unrecognised("hier")),
            ("2009-6", unrecognised("2009-6")),
            ("209", unrecognised("209")),
            ("20090623", unrecognised("20090623")),
            ("2009/juin", unrecognised("juin")),
            ("..~/2009", unrecognised("..~")),
            ("198x", unrecognised("198x")),
            ("1XXX", unrecognised("1XXX")),
            ("XXXX", unrecognised("XXXX")),
            ("2004-XX-05", unrecognised("2004-XX-05")),
            ("-0000", unrecognised("-0000")),
            ("-198X", unrecognised("-198X")),
            ("Y2009", unrecognised("Y2009")),
            ("2009~?", unrecognised("2009~?")),
            ("é", unrecognised("é")),
            ("?", unrecognised("?")),
            ("2009-06-23T10:00", unrecognised("2009-06-23T10:00")),
            ("2009-13", DateError::NoSuchMonth(13)),
            ("2009-00", DateError::NoSuchMonth(0)),
            ("2009-21-03", DateError::NoSuchMonth(21)),
            ("2009-02-29", DateError::NoSuchDay { year: 2009, month: 2, day: 29 }),
            ("1900-02-29", DateError::NoSuchDay { year: 1900, month: 2, day: 29 }),
            ("2009-04-31", DateError::NoSuchDay { year: 2009, month: 4, day: 31 }),
            ("2009-04-00", DateError::NoSuchDay { year: 2009, month: 4, day: 0 }),
            ("Y99999999999", DateError::YearOutOfRange("99999999999".to_owned())),
            ("2009/2010/2011", DateError::TooManyBounds),
            ("../..", DateError::NoBound),
            ("/", DateError::NoBound),
            ("../", DateError::NoBound),
            ("2015/2010", DateError::EndBeforeStart),
            ("2009-06/2009-05-31", DateError::EndBeforeStart),
        ] {
            assert_eq!(Date::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn dates_follow_one_another() {
        // Equal extents fall back on the text: `2004` < `2004-XX` < `2004?` < `2004~`.
        let wanted = [
            "../1990",
            "Y-170000",
            "-0044",
            "19XX",
            "198X",
            "1983",
            "1983/1985",
            "1983/..",
            "1985",
            "1985-21",
            "1985-04",
            "1985-04-02",
            "2004",
            "2004-XX",
            "2004?",
            "2004~",
            "2009-06-23",
            "2016",
            "2016/",
            "2016/..",
            "Y170000",
        ];
        let mut sorted: Vec<Date> = wanted.iter().rev().map(|text| date(text)).collect();
        sorted.sort();
        let sorted: Vec<String> = sorted.iter().map(Date::to_string).collect();
        assert_eq!(sorted, wanted);
    }

    #[test]
    fn years_and_extents() {
        for (text, start_year, end_year, start, end) in [
            ("1983", 1983, Some(1983), 1983.0, 1984.0),
            ("198X", 1980, Some(1989), 1980.0, 1990.0),
            ("19XX", 1900, Some(1999), 1900.0, 2000.0),
            ("1983/1985", 1983, Some(1985), 1983.0, 1986.0),
            ("2016/..", 2016, None, 2016.0, f64::INFINITY),
            ("2016/", 2016, None, 2016.0, 2017.0),
            ("../1990", 1990, Some(1990), f64::NEG_INFINITY, 1991.0),
            ("/1990", 1990, Some(1990), 1990.0, 1991.0),
            ("2009-01-01", 2009, Some(2009), 2009.0, 2009.0 + 1.0 / 365.0),
            ("2008-12-31", 2008, Some(2008), 2008.0 + 365.0 / 366.0, 2009.0),
            ("2009-02", 2009, Some(2009), 2009.0 + 31.0 / 365.0, 2009.0 + 59.0 / 365.0),
            ("2009-24", 2009, Some(2009), 2009.0 + 334.0 / 365.0, 2010.0),
            ("-0044", -44, Some(-44), -44.0, -43.0),
        ] {
            let date = date(text);
            assert_eq!((date.start_year(), date.end_year()), (start_year, end_year), "{text}");
            assert!(date.start() == start && date.end() == end, "{text}: {}..{}", date.start(), date.end());
        }
    }

    #[test]
    fn reservations() {
        for (text, vague, open) in [
            ("1985", false, ""),
            ("1985~", true, ""),
            ("1985%", true, ""),
            ("1985?", true, ""),
            ("1983/1985~", true, ""),
            ("1983~/..", true, "after"),
            ("../1990", false, "before"),
            ("2016/", true, ""),
        ] {
            let date = date(text);
            let side = match (date.is_open_before(), date.is_open_after()) {
                (false, false) => "",
                (true, false) => "before",
                (false, true) => "after",
                (true, true) => "both",
            };
            assert_eq!((date.is_vague(), side), (vague, open), "{text}");
        }
    }

    fn any_text() -> impl Strategy<Value = String> {
        let side = "(|\\.\\.|-?[0-9]{4}|[0-9]{3}X|[0-9]{2}XX|[0-9]{4}-(0[1-9]|1[0-2]|2[1-4]|XX)(-(XX|[0-2][0-9]))?|Y-?[1-9][0-9]{4,7})[?~%]?";
        proptest::string::string_regex(&format!("{side}(/{side})?")).expect("a valid pattern")
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,24}") {
            let _ = Date::parse(&text);
        }

        #[test]
        fn what_is_written_is_read_back(text in any_text()) {
            if let Ok(date) = Date::parse(&text) {
                prop_assert_eq!(Date::parse(&date.to_string()), Ok(date.clone()));
                prop_assert!(date.start() < date.end());
            }
        }

        #[test]
        fn the_order_is_total(a in any_text(), b in any_text(), c in any_text()) {
            if let (Ok(a), Ok(b), Ok(c)) = (Date::parse(&a), Date::parse(&b), Date::parse(&c)) {
                prop_assert_eq!(a.cmp(&b), b.cmp(&a).reverse());
                prop_assert_eq!(a.cmp(&b) == Ordering::Equal, a == b);
                if a <= b && b <= c {
                    prop_assert!(a <= c);
                }
            }
        }
    }
}
