namespace Sinter.Data.Privacy;

/// <summary>
/// Finds personal data in a stream of UTF-8 in bounded memory, part by part, with the same finds as in the whole text at once: a part ends at white space that no find reaches over and
/// behind which enough of the text is known. Only where 64 million units hold no such place, a part ends anywhere. Bytes that are no UTF-8 stay what they are.
/// </summary>
public sealed class PersonalDataStream
{
    private const int UsualPart = 1 << 20;
    private const int LongestPart = 64 << 20;
    private const int BytesRead = 1 << 18;
    private const int Context = 2 * IPersonalDetector.ReachBefore;

    private readonly PersonalDataFinder _finder;
    private readonly int _part;
    private readonly byte[] _bytes = new byte[BytesRead];
    private readonly byte[] _encoded = new byte[3 * BytesRead];
    private readonly List<PersonalSpan> _found = [];
    private char[] _text;
    private int _length;
    private int _bytesLeft;
    private bool _isEnded;

    /// <summary>Makes one.</summary>
    public PersonalDataStream(PersonalDataFinder finder)
        : this(finder, UsualPart)
    {
    }

    /// <summary>Makes one with parts of a length.</summary>
    internal PersonalDataStream(PersonalDataFinder finder, int part)
    {
        _finder = finder;
        _part = part;
        _text = new char[Context + part + IPersonalDetector.ReachAfter + BytesRead];
    }

    /// <summary>A find in a stream.</summary>
    /// <param name="Start">Where it begins, in Unicode code points of the whole stream; a byte that is no UTF-8 counts as one.</param>
    /// <param name="End">Where it ends.</param>
    /// <param name="Kind">Its kind.</param>
    /// <param name="Score">How sure it is.</param>
    public readonly record struct Find(long Start, long End, string Kind, float Score);

    /// <summary>What is found, by place.</summary>
    /// <param name="input">The text.</param>
    /// <param name="sink">Takes each find.</param>
    /// <param name="cancellation">Stops between two parts.</param>
    public void FindAll(Stream input, Action<Find> sink, CancellationToken cancellation = default)
    {
        var points = 0L;
        Run(
            input,
            (text, spans) =>
            {
                var last = 0;
                foreach (var span in spans)
                {
                    points += LosslessUtf8.CodePoints(text[last..span.Start]);
                    var start = points;
                    points += LosslessUtf8.CodePoints(text[span.Start..span.End]);
                    sink(new Find(start, points, span.Kind, span.Score));
                    last = span.End;
                }

                points += LosslessUtf8.CodePoints(text[last..]);
            },
            cancellation);
    }

    /// <summary>Writes the text with what is found treated as a policy says; all else stays byte for byte.</summary>
    /// <param name="input">The text.</param>
    /// <param name="output">Takes the text.</param>
    /// <param name="redactor">The policy.</param>
    /// <param name="cancellation">Stops between two parts.</param>
    /// <returns>The number of finds.</returns>
    public long Redact(Stream input, Stream output, PersonalRedactor redactor, CancellationToken cancellation = default)
    {
        var occurrence = 0UL;
        Run(
            input,
            (text, spans) =>
            {
                var last = 0;
                foreach (var span in spans)
                {
                    Write(output, text[last..span.Start]);
                    Write(output, redactor.Replacement(text.Slice(span.Start, span.Length), span.Kind, occurrence++));
                    last = span.End;
                }

                Write(output, text[last..]);
            },
            cancellation);
        output.Flush();
        return (long)occurrence;
    }

    private delegate void PartSink(ReadOnlySpan<char> text, IReadOnlyList<PersonalSpan> spans);

    private void Run(Stream input, PartSink sink, CancellationToken cancellation)
    {
        (_length, _bytesLeft, _isEnded) = (0, 0, false);
        var begin = 0;
        var part = _part;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            Fill(input, begin + part + IPersonalDetector.ReachAfter + IPersonalDetector.ReachBefore);
            var text = _text.AsSpan(0, _length);
            var known = _isEnded ? _length : _length - IPersonalDetector.ReachAfter;
            _found.Clear();
            _finder.FindAll(text, Math.Max(0, begin - IPersonalDetector.ReachBefore), known, _found);
            var end = _isEnded ? _length : Cut(text, begin, known - IPersonalDetector.ReachBefore, part >= LongestPart);
            if (end == 0 && !_isEnded)
            {
                part *= 2;
                continue;
            }

            part = _part;
            _found.RemoveAll(span => span.Start < begin || span.End > end);
            _finder.Choose(text, _found);
            for (var i = 0; i < _found.Count; i++)
            {
                _found[i] = _found[i] with { Start = _found[i].Start - begin };
            }

            sink(text[begin..end], _found);
            if (_isEnded)
            {
                return;
            }

            var kept = Math.Min(end, Context);
            text[(end - kept)..].CopyTo(_text);
            _length -= end - kept;
            begin = kept;
        }
    }

    /// <summary>The last place up to a limit that white space stands before and no find reaches over; 0 where there is none after the start and more of the text may be read.</summary>
    private int Cut(ReadOnlySpan<char> text, int begin, int limit, bool mustCut)
    {
        _found.Sort(static (a, b) => b.End.CompareTo(a.End));
        var next = 0;
        var least = int.MaxValue;
        for (var at = limit; at > begin; at--)
        {
            for (; next < _found.Count && _found[next].End > at; next++)
            {
                least = Math.Min(least, _found[next].Start);
            }

            if (least >= at && (CharacterClasses.Is(text[at - 1], CharacterClass.Space) || (mustCut && !char.IsLowSurrogate(text[at]))))
            {
                return at;
            }
        }

        return mustCut ? limit : 0;
    }

    /// <summary>Reads until there are as many units, or the stream ends.</summary>
    private void Fill(Stream input, int wanted)
    {
        while (_length < wanted && !_isEnded)
        {
            var read = input.Read(_bytes, _bytesLeft, _bytes.Length - _bytesLeft);
            _isEnded = read == 0;
            var held = _bytesLeft + read;
            if (_text.Length - _length < held)
            {
                Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + held));
            }

            var (taken, written) = LosslessUtf8.Decode(_bytes.AsSpan(0, held), _text.AsSpan(_length), _isEnded);
            _length += written;
            _bytesLeft = held - taken;
            _bytes.AsSpan(taken, _bytesLeft).CopyTo(_bytes);
        }
    }

    private void Write(Stream output, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var length = Math.Min(text.Length, BytesRead);
            length -= length < text.Length && char.IsHighSurrogate(text[length - 1]) ? 1 : 0;
            output.Write(_encoded, 0, LosslessUtf8.Encode(text[..length], _encoded));
            text = text[length..];
        }
    }
}
