using System.Text;

namespace Sinter.Data.Reading.Pdf;

/// <summary>A ToUnicode map (ISO 32000, 9.10.3): the text of each code of a font, and how many bytes its codes have.</summary>
internal sealed class PdfCharacterMap
{
    private const int MaximumCodes = 1 << 20;

    private readonly Dictionary<int, string> _texts = [];
    private int _added;

    /// <summary>How many bytes a code has; 0 where the map does not say.</summary>
    public int CodeBytes { get; private set; }

    /// <summary>The text of a code; null where the map has none.</summary>
    public string? this[int code] => _texts.GetValueOrDefault(code);

    /// <summary>Reads a map; what in it is broken is passed over.</summary>
    public static PdfCharacterMap Read(byte[] data)
    {
        var map = new PdfCharacterMap();
        var lexer = new PdfLexer(data);
        var operands = new List<object?>();
        while (!lexer.AtEnd)
        {
            var item = lexer.Read();
            if (item is not PdfKeyword word)
            {
                operands.Add(item);
                continue;
            }

            switch (word.Value)
            {
                case "endcodespacerange" when operands is [byte[] first, ..]:
                    map.CodeBytes = Math.Clamp(first.Length, 1, 4);
                    break;
                case "endbfchar":
                    map.TakeCharacters(operands);
                    break;
                case "endbfrange":
                    map.TakeRanges(operands);
                    break;
            }

            operands.Clear();
        }

        return map;
    }

    private static int Code(byte[] bytes) => bytes.Take(4).Aggregate(0, (code, next) => (code << 8) | next);

    private void TakeCharacters(List<object?> operands)
    {
        for (var i = 0; i + 1 < operands.Count; i += 2)
        {
            if (operands[i] is byte[] code && operands[i + 1] is byte[] text)
            {
                Add(Code(code), Encoding.BigEndianUnicode.GetString(text));
            }
        }
    }

    private void TakeRanges(List<object?> operands)
    {
        for (var i = 0; i + 2 < operands.Count && _added < MaximumCodes; i += 3)
        {
            if (operands[i] is not byte[] low || operands[i + 1] is not byte[] high)
            {
                continue;
            }

            var first = Code(low);
            var last = Math.Min(Code(high), first + 0xFFFF);
            if (operands[i + 2] is List<object?> list)
            {
                for (var n = 0; n < list.Count && first + n <= last; n++)
                {
                    Add(first + n, list[n] is byte[] text ? Encoding.BigEndianUnicode.GetString(text) : "");
                }
            }
            else if (operands[i + 2] is byte[] { Length: > 1 } start)
            {
                // The last two bytes count up.
                var prefix = Encoding.BigEndianUnicode.GetString(start, 0, start.Length - 2);
                var unit = (start[^2] << 8) | start[^1];
                for (var code = first; code <= last && unit + code - first <= 0xFFFF; code++)
                {
                    Add(code, prefix + (char)(unit + code - first));
                }
            }
        }
    }

    private void Add(int code, string text)
    {
        // Ranges may name the same codes again and again: so what is added counts, not what is there.
        if (_added++ < MaximumCodes && text.Length <= 64)
        {
            _texts[code] = text.TrimEnd('\0');
        }
    }
}
