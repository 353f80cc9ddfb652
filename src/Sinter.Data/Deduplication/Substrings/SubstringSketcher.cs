using System.Buffers;

namespace Sinter.Data.Deduplication.Substrings;

/// <summary>
/// Samples a text so that no repetition is missed: of every window of n tokens the run of half as many tokens whose hash is least, the last of equal ones, is its anchor
/// (winnowing: Schleimer, Wilkerson and Aiken 2003). Equal windows have equal anchors, and neighbouring windows nearly always share theirs, so that few numbers stand for all.
/// The sketch holds a <see cref="AnchorRecord"/> for each anchor in order.
/// </summary>
internal sealed class SubstringSketcher : IDocumentSketcher
{
    // Any fixed numbers will do: what others make of them to have hashes meet costs time, never truth.
    private const ulong LetterBase = 0x1B2E0F8C6A3D5971;
    private const ulong TokenBase = 0x0D6C3F9A81E47B25;
    private const ulong Mixer = 0x9E3779B97F4A7C15;

    private readonly TokenReader _reader;
    private readonly int _window;
    private readonly int _run;
    private readonly PolynomialHash _hash;
    private readonly TokenRing _tokens;
    private readonly TokenRing _runs;

    /// <summary>Makes a sketcher.</summary>
    /// <param name="reader">Reads the tokens.</param>
    /// <param name="window">The shortest repetition, in tokens.</param>
    public SubstringSketcher(TokenReader reader, int window)
    {
        _reader = reader;
        _window = window;
        _run = (window + 1) / 2;
        _hash = new PolynomialHash(LetterBase, TokenBase, _run);
        _tokens = new TokenRing(_run + 1);
        _runs = new TokenRing(window - _run + 1);
    }

    public void Sketch(Document document, IBufferWriter<byte> sketch)
    {
        var anchor = -1;
        var record = default(AnchorRecord);
        var hash = 0UL;
        _reader.Read(document.Text);
        for (var token = 0; _reader.MoveNext(); token++)
        {
            var added = _hash.Of(_reader.Content);
            hash = token < _run ? _hash.Append(hash, added) : _hash.Roll(hash, added, _tokens[token - _run]);
            _tokens[token] = added;
            var run = token - _run + 1;
            if (run < 0)
            {
                continue;
            }

            var mixed = Math.BigMul(hash, Mixer, out var low) ^ low;
            _runs[run] = mixed;
            var window = token - _window + 1;
            if (window < 0)
            {
                continue;
            }

            var found = anchor < window ? Least(window, run) : mixed <= _runs[anchor] ? run : anchor;
            if (found != anchor)
            {
                anchor = found;
                var next = new AnchorRecord(_runs[anchor], 0, IsRepeated: false);
                if (next.Hash == record.Hash && record.Windows > 0)
                {
                    record = record with { IsRepeated = true };
                }
                else
                {
                    record.Write(sketch);
                    record = next;
                }
            }

            record = record with { Windows = record.Windows + 1 };
        }

        record.Write(sketch);
    }

    private int Least(int first, int last)
    {
        var least = first;
        for (var i = first + 1; i <= last; i++)
        {
            least = _runs[i] <= _runs[least] ? i : least;
        }

        return least;
    }
}
