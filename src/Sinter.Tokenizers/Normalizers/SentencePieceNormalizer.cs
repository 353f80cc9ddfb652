using System.Buffers;
using System.Text;
using System.Text.Json;
using Sinter.Tokenizers.Pipeline;
using Sinter.Tokenizers.Text;
using Sinter.Tokenizers.Unigram;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>
/// What SentencePiece does to text, in one pass: the longest entry of its table replaces what it covers, a symbol that the user defined stays as it is, a byte that is not UTF-8
/// becomes U+FFFD, spaces are dropped or shown as ▁ and one is added, as the .model says.
/// </summary>
internal sealed class SentencePieceNormalizer : Normalizer
{
    private readonly CharacterMap? _map;
    private readonly ByteTrie? _userDefined;
    private readonly bool[] _isPlain = new bool[128];
    private readonly bool _hasPlainSpace;

    /// <summary>Makes it.</summary>
    /// <param name="settings">What the .model says.</param>
    /// <param name="map">The table of replacements, or null for none.</param>
    /// <param name="userDefined">The symbols that stay as they are.</param>
    public SentencePieceNormalizer(SentencePieceSpaces settings, CharacterMap? map, IReadOnlyCollection<string> userDefined)
    {
        (Spaces, _map) = (settings, map);
        var symbols = userDefined.Select(static symbol => Encoding.UTF8.GetBytes(symbol)).ToArray();
        _userDefined = symbols.Length == 0 ? null : new ByteTrie(symbols.Select(static symbol => (symbol, 0)));
        for (var value = 0; value < _isPlain.Length; value++)
        {
            _isPlain[value] = map?.IsPlain((byte)value) != false && !Array.Exists(symbols, symbol => symbol[0] == value);
        }

        (_hasPlainSpace, _isPlain[' ']) = (_isPlain[' '], false);
    }

    /// <summary>What becomes of spaces.</summary>
    public SentencePieceSpaces Spaces { get; }

    /// <summary>The table of replacements, or null for none.</summary>
    public CharacterMap? Map => _map;

    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        var text = source.Text;
        var start = 0;
        while (Spaces.RemovesExtra && start < text.Length && Next(text[start..], out var first) is var length && first.SequenceEqual(" "u8))
        {
            start += length;
        }

        if (start == text.Length)
        {
            return;
        }

        var shown = Spaces.Escapes ? Metaspace.Utf8 : " "u8;
        if (Spaces.AddsPrefix && !Spaces.AsSuffix)
        {
            target.Replace(shown, source, start, start);
        }

        var afterSpace = Spaces.RemovesExtra;
        while (start < text.Length)
        {
            var plain = PlainLength(text[start..]);
            if (plain > 0)
            {
                target.Copy(source, start, start + plain);
                start += plain;
                afterSpace = false;
                continue;
            }

            if (_hasPlainSpace && text[start] == ' ' && (_map is null || (start + 1 < text.Length && text[start + 1] < 0x80)))
            {
                if (!afterSpace)
                {
                    target.Replace(shown, source, start, start + 1);
                    afterSpace = Spaces.RemovesExtra;
                }

                start++;
                continue;
            }

            var end = start + Next(text[start..], out var replacement);
            while (afterSpace && replacement.StartsWith(" "u8))
            {
                replacement = replacement[1..];
            }

            if (!replacement.IsEmpty)
            {
                Append(replacement, shown, source, start, end, target);
                afterSpace = Spaces.RemovesExtra && replacement[^1] == ' ';
            }

            start = end;
        }

        while (Spaces.RemovesExtra && target.Text.EndsWith(shown))
        {
            target.Truncate(target.Length - shown.Length);
        }

        if (Spaces.AddsPrefix && Spaces.AsSuffix)
        {
            target.Replace(shown, source, start, start);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("normalizers");
        if (_map is not null)
        {
            new PrecompiledNormalizer(_map).Write(writer);
        }

        new MetaspaceNormalizer(Spaces.AddsPrefix && !Spaces.AsSuffix, Spaces.RemovesExtra).WriteSteps(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Append(ReadOnlySpan<byte> replacement, ReadOnlySpan<byte> shown, TextBuffer source, int start, int end, TextBuffer target)
    {
        for (var space = replacement.IndexOf((byte)' '); space >= 0; space = replacement.IndexOf((byte)' '))
        {
            target.Replace(replacement[..space], source, start, end);
            target.Replace(shown, source, start, end);
            replacement = replacement[(space + 1)..];
        }

        target.Replace(replacement, source, start, end);
    }

    /// <summary>How many bytes a text begins with that stay as they are, whatever follows them.</summary>
    private int PlainLength(ReadOnlySpan<byte> text)
    {
        var length = 0;
        while (length < text.Length && text[length] < 0x80 && _isPlain[text[length]])
        {
            length++;
        }

        // With a table the last may belong to an entry together with the mark that follows it.
        return _map is not null && length > 0 && length < text.Length && text[length] >= 0x80 ? length - 1 : length;
    }

    /// <summary>What a text begins with that is replaced at once: how many bytes it has, and what replaces it.</summary>
    private int Next(ReadOnlySpan<byte> text, out ReadOnlySpan<byte> replacement)
    {
        if (_userDefined is not null && _userDefined.LongestPrefix(text, out _) is > 0 and var symbol)
        {
            replacement = text[..symbol];
            return symbol;
        }

        replacement = default;
        if (_map is not null && _map.Find(text, longest: true, out replacement) is > 0 and var entry)
        {
            return entry;
        }

        if (Rune.DecodeFromUtf8(text, out _, out var length) == OperationStatus.Done)
        {
            replacement = text[..length];
            return length;
        }

        replacement = "\uFFFD"u8;
        return 1;
    }
}
