using System.Text;

namespace Sinter.Data.Reading.Pdf;

/// <summary>
/// Makes lines of pieces of text that have places: pieces of one height are one line, a gap is a space, a jump downwards of more than a line an empty line.
/// A word parted by a hyphen is joined. Pieces come in the order in which the page paints them, which is the order of reading in nearly all files and keeps columns apart.
/// </summary>
/// <param name="text">Takes the lines.</param>
internal sealed class PdfLineWriter(StringBuilder text)
{
    // In shares of the font size: a space is at least a fifth wide in common fonts; lines lie up to one and a half apart.
    private const double SpaceGap = 0.18;
    private const double SameLine = 0.4;
    private const double ParagraphGap = 1.75;

    private double _x;
    private double _y;
    private double _size;
    private bool _begun;

    /// <summary>How many characters no font said the text of.</summary>
    public long Unknown { get; private set; }

    /// <summary>Adds the text of a glyph.</summary>
    /// <param name="characters">The text.</param>
    /// <param name="x">Where it begins, to the right.</param>
    /// <param name="y">Where it stands, upwards.</param>
    /// <param name="end">Where the next one would begin.</param>
    /// <param name="size">The size of the font.</param>
    public void Add(string characters, double x, double y, double end, double size)
    {
        if (_begun)
        {
            Separate(characters, x, y, size);
        }

        (_x, _y, _size, _begun) = (end, y, size, true);
        if (characters == "\uFFFD")
        {
            Unknown++;
        }

        if (characters is " " or "\u00A0")
        {
            AddSpace();
        }
        else
        {
            // A soft hyphen at a line end, and signs of control that some maps give, are no text.
            text.Append(characters is [< ' ' or '\u00AD'] ? "" : characters);
        }
    }

    /// <summary>The page is done.</summary>
    public void EndPage()
    {
        _begun = false;
        EndLine(2);
    }

    private void Separate(string characters, double x, double y, double size)
    {
        var height = Math.Max(Math.Max(size, _size), 0.01);
        var drop = _y - y;
        if (Math.Abs(drop) > SameLine * height)
        {
            var lines = drop < 0 || drop > ParagraphGap * height ? 2 : 1;
            if (lines == 1 && text is { Length: > 1 } && text[^1] == '-' && char.IsLetter(text[^2]) && characters is [var next, ..] && char.IsLower(next))
            {
                // A word that was parted at the end of a line.
                text.Length--;
            }
            else
            {
                EndLine(lines);
            }
        }
        else if (x < _x - (2 * height))
        {
            // Back to the left at the same height: another column, or the cell of a table.
            EndLine(1);
        }
        else if (x > _x + (SpaceGap * Math.Min(size, _size)))
        {
            AddSpace();
        }
    }

    private void AddSpace()
    {
        if (text.Length > 0 && text[^1] is not (' ' or '\n'))
        {
            text.Append(' ');
        }
    }

    private void EndLine(int lines)
    {
        while (text.Length > 0 && text[^1] == ' ')
        {
            text.Length--;
        }

        var there = text.Length == 0 ? lines : text[^1] != '\n' ? 0 : text.Length > 1 && text[^2] == '\n' ? 2 : 1;
        text.Append('\n', Math.Max(0, lines - there));
    }
}
