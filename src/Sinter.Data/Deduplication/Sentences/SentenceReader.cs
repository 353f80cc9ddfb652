using Sinter.Data.Cleaning;
using Sinter.Data.Deduplication.Substrings;

namespace Sinter.Data.Deduplication.Sentences;

/// <summary>Reads sentences, by the rules of <see cref="SentenceCounter"/>; a line end ends one too. The white space around a sentence is not part of it.</summary>
internal sealed class SentenceReader : TokenReader
{
    private int _lineStart;
    private int _lineLength;
    private int _nextLine;
    private int _at;

    public override ReadOnlySpan<char> Content => Text.AsSpan(From, To - From);

    public override void Read(string text)
    {
        base.Read(text);
        (_lineStart, _lineLength, _nextLine, _at) = (0, 0, 0, 0);
    }

    public override bool MoveNext()
    {
        while (_at == _lineLength)
        {
            if (_nextLine > Text.Length)
            {
                return false;
            }

            ReadLine();
        }

        var line = Text.AsSpan(_lineStart, _lineLength);
        var end = SentenceCounter.EndOf(line, _at);
        From = _lineStart + end - line[_at..end].TrimStart().Length;
        To = _lineStart + end;
        _at = end;
        return true;
    }

    private void ReadLine()
    {
        var rest = Text.AsSpan(_nextLine);
        var length = rest.IndexOf('\n');
        var line = length < 0 ? rest : rest[..length];
        _lineStart = _nextLine + line.Length - line.TrimStart().Length;
        _lineLength = line.Trim().Length;
        _nextLine += line.Length + 1;
        _at = 0;
    }
}
