//! What makes the publications of an organisation look like its own: `content/marque.yaml`.

use super::catalog::{Logo, PageFormat};
use crate::base::source::Spanned;

crate::record! {
    /// Une couleur, dite deux fois : pour l’écran et le copieur, et en encres pour l’imprimeur.
    pub struct BrandColour {
        /// À l’écran, "#rrggbb".
        #[schemars(required)]
        rgb = "ecran": Option<Spanned<String>>,
        /// Chez l’imprimeur : cyan, magenta, jaune, noir, en pour cent.
        cmyk = "impression": Option<Spanned<Vec<f64>>>,
    }
}

crate::record! {
    /// Les couleurs de la marque ; celles qui manquent restent celles des gabarits.
    pub struct BrandColours {
        /// Le texte.
        text = "texte": Option<Spanned<BrandColour>>,
        /// Titres courants, légendes, crédits.
        muted = "discret": Option<Spanned<BrandColour>>,
        /// Années, titres de parties, demandes.
        accent = "accent": Option<Spanned<BrandColour>>,
        /// Liens à l’écran.
        link = "lien": Option<Spanned<BrandColour>>,
        /// Filets et axes.
        line = "filet": Option<Spanned<BrandColour>>,
        /// Filets des tableaux.
        hair = "filet_clair": Option<Spanned<BrandColour>>,
        /// Fond des encadrés et des ouvertures.
        tint = "fond": Option<Spanned<BrandColour>>,
        /// Aplat de la couverture.
        cover = "couverture": Option<Spanned<BrandColour>>,
    }
}

/// The colours by their names in the templates, and the keys that editors write.
pub const KEYS: [(&str, &str); 8] = [
    ("text", "texte"),
    ("muted", "discret"),
    ("accent", "accent"),
    ("link", "lien"),
    ("line", "filet"),
    ("hair", "filet_clair"),
    ("tint", "fond"),
    ("cover", "couverture"),
];

impl BrandColours {
    /// Those that are given: the name in the templates, the key, the colour.
    pub fn given(&self) -> impl Iterator<Item = (&'static str, &'static str, &Spanned<BrandColour>)> {
        let Self { text, muted, accent, link, line, hair, tint, cover } = self;
        let all = [text, muted, accent, link, line, hair, tint, cover];
        KEYS.into_iter().zip(all).filter_map(|((name, key), colour)| Some((name, key, colour.as_ref()?)))
    }
}

crate::record! {
    /// Les familles de caractères de la marque. Leurs fichiers sont dans fonts/ ; celles des gabarits suivent, pour l’arabe et les symboles.
    pub struct BrandFamilies {
        /// Le texte courant.
        serif = "texte": Vec<Spanned<String>>,
        /// Les titres, les légendes, les tableaux.
        sans = "titres": Vec<Spanned<String>>,
        /// Le code et les adresses.
        mono = "chasse_fixe": Vec<Spanned<String>>,
        /// L’arabe.
        arabic = "arabe": Vec<Spanned<String>>,
    }
}

impl BrandFamilies {
    /// The four lists: the name in the templates, the families.
    pub fn lists(&self) -> [(&'static str, &[Spanned<String>]); 4] {
        [("serif", &self.serif), ("sans", &self.sans), ("mono", &self.mono), ("arabic", &self.arabic)]
    }
}

crate::record! {
    /// La marque de l’organisation : content/marque.yaml. Ce qui n’y est pas reste comme dans les gabarits.
    pub struct Brand {
        /// Les couleurs.
        colours = "couleurs": BrandColours,
        /// Les familles de caractères.
        families = "familles": BrandFamilies,
        /// Le format des publications qui n’en disent pas d’autre : A5, A4, 210x210 ou DL.
        format = "format": Option<Spanned<PageFormat>>,
        /// Les logos de la couverture et du dos ; ils prennent la place de ceux de collection.yaml.
        logos = "logos": Vec<Logo>,
    }
}

/// A colour `#rrggbb` as its three parts.
pub fn rgb(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|d| d.len() == 6 && d.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    let [_, r, g, b] = number.to_be_bytes();
    Some([r, g, b])
}
