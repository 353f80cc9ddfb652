namespace Sinter.Data.Reading;

/// <summary>What one document of a plain text is.</summary>
public enum TextUnit
{
    /// <summary>The whole file.</summary>
    File,

    /// <summary>Each paragraph: what lies between empty lines.</summary>
    Paragraph,

    /// <summary>Each line that is not empty.</summary>
    Line,
}
