namespace Sinter.Tokenizers.Unicode;

/// <summary>The four normalisation forms of Unicode Standard Annex 15.</summary>
public enum UnicodeForm
{
    /// <summary>Canonical decomposition, then composition: what most text is in.</summary>
    Nfc,

    /// <summary>Canonical decomposition.</summary>
    Nfd,

    /// <summary>Compatibility decomposition, then canonical composition: ligatures, full widths and superscripts become plain characters.</summary>
    Nfkc,

    /// <summary>Compatibility decomposition.</summary>
    Nfkd,
}
