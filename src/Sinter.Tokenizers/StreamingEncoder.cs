using System.Runtime.InteropServices;
using System.Text;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers;

/// <summary>
/// Encodes text that comes in pieces of any size, and gives each id as soon as nothing that follows can change it: all ids it gave, joined, are those of the whole text.
/// A tokenizer that cannot tell such places (one that changes text before it cuts it) gives all ids at the end. Not for several threads at once.
/// </summary>
public sealed class StreamingEncoder
{
    /// <summary>The most text that waits for a place to cut it, in bytes.</summary>
    private const int MostPending = 1 << 29;

    /// <summary>The least text, in bytes, that is worth a thread.</summary>
    private const int LeastPart = 1 << 17;

    private readonly Tokenizer _tokenizer;
    private readonly bool _allowSpecial;
    private readonly int _threads;
    private readonly Encoder _utf16 = Encoding.UTF8.GetEncoder();
    private readonly List<int> _partEnds = [];
    private readonly List<List<int>> _partIds = [];
    private byte[] _pending = new byte[1 << 12];
    private int _length;
    private int _nextTry;

    internal StreamingEncoder(Tokenizer tokenizer, bool allowSpecial, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        (_tokenizer, _allowSpecial, _threads) = (tokenizer, allowSpecial, threads == 0 ? Environment.ProcessorCount : threads);
    }

    /// <summary>Takes bytes that are meant to be UTF-8, cut anywhere, and appends the ids that are certain now.</summary>
    /// <exception cref="ArgumentException">The text has no place where it can be cut for too long.</exception>
    public void Append(ReadOnlySpan<byte> utf8, List<int> output)
    {
        utf8.CopyTo(Reserve(utf8.Length));
        EncodeCertain(output);
    }

    /// <summary>Takes text, cut anywhere, also within a pair of surrogates, and appends the ids that are certain now. A lone surrogate is encoded as U+FFFD.</summary>
    /// <exception cref="ArgumentException">The text has no place where it can be cut for too long.</exception>
    public void Append(ReadOnlySpan<char> text, List<int> output)
    {
        _utf16.GetBytes(text, Reserve(_utf16.GetByteCount(text, flush: false)), flush: false);
        EncodeCertain(output);
    }

    /// <summary>Ends the text and appends its last ids. The encoder then starts anew.</summary>
    public void Flush(List<int> output)
    {
        _utf16.GetBytes([], Reserve(_utf16.GetByteCount([], flush: true)), flush: true);
        _tokenizer.EncodeUtf8(_pending.AsSpan(0, _length), output, _allowSpecial);
        (_length, _nextTry) = (0, 0);
    }

    private Span<byte> Reserve(int count)
    {
        if (count > MostPending - _length)
        {
            throw new ArgumentException($"More than {MostPending >> 20} MiB of text have no place where this tokenizer can cut them; cut the text at its paragraphs and encode the parts.");
        }

        if (_pending.Length - _length < count)
        {
            Array.Resize(ref _pending, (int)Math.Max(_length + (long)count, Math.Min(_pending.Length * 2L, MostPending)));
        }

        var room = _pending.AsSpan(_length, count);
        _length += count;
        return room;
    }

    private void EncodeCertain(List<int> output)
    {
        if (_length < _nextTry)
        {
            return;
        }

        var cut = LastCut(0, _length);
        if (cut == 0)
        {
            // Looked at again when it has doubled: so all looks together take no longer than the text.
            _nextTry = (int)Math.Min(_length * 2L, MostPending);
            return;
        }

        EncodeParts(cut, output);
        _pending.AsSpan(cut, _length - cut).CopyTo(_pending);
        (_length, _nextTry) = (_length - cut, 0);
    }

    private int LastCut(int start, int end) => start + StreamCut.Last(_tokenizer.Encoder, _pending.AsSpan(start..end), _allowSpecial);

    /// <summary>Encodes the beginning of the pending text, on several threads where it is long.</summary>
    private void EncodeParts(int length, List<int> output)
    {
        var parts = Math.Min(_threads, length / LeastPart);
        if (parts < 2)
        {
            _tokenizer.EncodeUtf8(_pending.AsSpan(0, length), output, _allowSpecial);
            return;
        }

        _partEnds.Clear();
        _partEnds.Add(0);
        for (var part = 1; part < parts; part++)
        {
            var cut = LastCut(_partEnds[^1], (int)((long)length * part / parts));
            if (cut > _partEnds[^1])
            {
                _partEnds.Add(cut);
            }
        }

        _partEnds.Add(length);
        while (_partIds.Count < _partEnds.Count - 1)
        {
            _partIds.Add([]);
        }

        Parallel.For(0, _partEnds.Count - 1, new ParallelOptions { MaxDegreeOfParallelism = _threads }, part =>
        {
            _partIds[part].Clear();
            _tokenizer.EncodeUtf8(_pending.AsSpan(_partEnds[part].._partEnds[part + 1]), _partIds[part], _allowSpecial);
        });
        for (var part = 0; part < _partEnds.Count - 1; part++)
        {
            output.AddRange(CollectionsMarshal.AsSpan(_partIds[part]));
        }
    }
}
