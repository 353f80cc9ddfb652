using System.Globalization;
using System.Text;

namespace Sinter.Data.Content;

/// <summary>
/// Reads a list of unwanted words: UTF-8, a word or phrase a line; lines that begin with <c>#</c> and empty ones count for nothing. Behind the word may stand, each after a tab, a
/// weight (a number above 0; 1 without it) and <c>hard</c> or <c>soft</c> (hard without it). Sinter brings no list along.
/// </summary>
public static class BadWordFile
{
    private const int LongestLine = 4096;

    /// <summary>The entries of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="language">The language of its words; empty for any.</param>
    /// <exception cref="InvalidDataException">There is no such file, it holds no word, or a line is not as expected.</exception>
    public static IReadOnlyList<BadWord> Read(string path, string language = "")
    {
        if (!File.Exists(path))
        {
            throw new InvalidDataException($"There is no word list '{path}'; give a text file with a word or phrase a line.");
        }

        using var stream = File.OpenRead(path);
        var lines = new Utf8LineReader(stream, path, LongestLine);
        var words = new List<BadWord>();
        while (lines.TryRead(out var line))
        {
            var text = Encoding.UTF8.GetString(line.Span).Trim(' ', '\t');
            if (text.Length > 0 && text[0] != '#')
            {
                words.Add(Parse(text, language, path, lines.LineNumber));
            }
        }

        return words.Count > 0 ? words : throw new InvalidDataException($"The word list '{path}' holds no word.");
    }

    private static BadWord Parse(string line, string language, string path, long number)
    {
        var fields = line.Split('\t', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var word = new BadWord(fields[0], Language: language);
        foreach (var field in fields[1..])
        {
            word = field switch
            {
                "hard" or "soft" => word with { IsHard = field is "hard" },
                _ when double.TryParse(field, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight is > 0 and <= 1e6 => word with { Weight = weight },
                _ => throw new InvalidDataException($"Line {number} of the word list '{path}' has '{(field.Length > 40 ? field[..40] + "..." : field)}' behind a tab, expected a weight above 0, hard or soft."),
            };
        }

        return word;
    }
}
