namespace Sinter.Data.Reading.Pdf;

// The objects of PDF (ISO 32000, 7.3): numbers are double, texts byte[], lists List<object?>, truth values bool, null is null; the others are these.

/// <summary>A name, without its slash.</summary>
internal sealed record PdfName(string Value);

/// <summary>What stands for an object of a number elsewhere in the file.</summary>
internal sealed record PdfReference(int Number);

/// <summary>A word that is no object: an operator, or <c>endobj</c>.</summary>
internal sealed record PdfKeyword(string Value);

/// <summary>A dictionary; its values may be references, which <see cref="PdfFile.Resolve"/> follows.</summary>
internal sealed class PdfDictionary : Dictionary<string, object?>
{
    public PdfDictionary()
        : base(StringComparer.Ordinal)
    {
    }
}

/// <summary>A dictionary with data, which are still encoded.</summary>
internal sealed record PdfStream(PdfDictionary Dictionary, ReadOnlyMemory<byte> Data);
