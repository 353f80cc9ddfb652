using System.Globalization;
using System.Text;

namespace Sinter.Tokenizers.Text.Patterns;

/// <summary>Goes over the code points of an expression.</summary>
internal sealed class PatternReader
{
    private readonly int[] _codePoints;
    private int _at;

    public PatternReader(string pattern)
    {
        _codePoints = [.. pattern.EnumerateRunes().Select(static rune => rune.Value)];
    }

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => _at == _codePoints.Length;

    /// <summary>The next code point, -1 at the end.</summary>
    public int Next => IsAtEnd ? -1 : _codePoints[_at];

    /// <summary>Takes the next code point.</summary>
    public int Take() => IsAtEnd ? throw Error("it ends too early") : _codePoints[_at++];

    /// <summary>Takes a text if it comes next.</summary>
    public bool TryTake(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (_at + i >= _codePoints.Length || _codePoints[_at + i] != text[i])
            {
                return false;
            }
        }

        _at += text.Length;
        return true;
    }

    /// <summary>Takes a text that must come next.</summary>
    public void Expect(string text)
    {
        if (!TryTake(text))
        {
            throw Error($"'{text}' is missing");
        }
    }

    /// <summary>Takes everything up to an ASCII character, and that too.</summary>
    public string TakeUntil(char end)
    {
        var text = new StringBuilder();
        while (Next != end)
        {
            text.Append(new Rune(Take()));
        }

        _at++;
        return text.ToString();
    }

    /// <summary>Takes decimal digits; null where there are none.</summary>
    public int? TakeNumber()
    {
        var start = _at;
        long number = 0;
        for (; Next is >= '0' and <= '9' && number < int.MaxValue; _at++)
        {
            number = (number * 10) + Next - '0';
        }

        return _at == start ? null : (int)Math.Min(number, int.MaxValue);
    }

    /// <summary>Takes hexadecimal digits, so many or up to a closing brace, and gives the code point.</summary>
    public int TakeHexadecimal(int digits)
    {
        var start = _at;
        var text = TryTake("{") ? TakeUntil('}') : new string([.. Enumerable.Range(0, digits).Select(_ => (char)Take())]);
        return int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var codePoint) && Rune.IsValid(codePoint)
            ? codePoint
            : throw Error($"'{text}' is no code point in hexadecimal", start);
    }

    /// <summary>Goes back to a place that <see cref="Mark"/> gave.</summary>
    public void GoBack(int mark) => _at = mark;

    /// <summary>The place that is reached.</summary>
    public int Mark() => _at;

    /// <summary>The error that says what is wrong at the place that is reached.</summary>
    public FormatException Error(string what) => Error(what, _at);

    private static FormatException Error(string what, int at) => new(string.Create(CultureInfo.InvariantCulture, $"At character {at + 1} of the regular expression {what}."));
}
