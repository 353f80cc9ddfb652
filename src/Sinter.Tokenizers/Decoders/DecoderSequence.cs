using System.Text.Json;

namespace Sinter.Tokenizers.Decoders;

/// <summary>
/// Decoders one after another. Behind a step that joins the tokens (ByteLevel, Fuse) the others see the whole text, which is worked out token by token here:
/// such a step is taken only where that comes to the same.
/// </summary>
internal sealed class DecoderSequence : TokenDecoder
{
    private const int MostSteps = 64;

    private readonly TokenDecoder[] _steps;
    private readonly List<(TokenDecoder Decoder, bool Joined)> _flat = [];
    private (byte Value, int Count) _stripsLeading;
    private bool _stripsTrailingSpace;

    /// <summary>Puts the steps together.</summary>
    /// <exception cref="FormatException">There are too many, or a step needs the whole text; the message says so of the sequence.</exception>
    public DecoderSequence(TokenDecoder[] steps)
    {
        _steps = steps;
        Flatten(steps);
        foreach (var (decoder, joined) in _flat)
        {
            _stripsTrailingSpace |= decoder.StripsTrailingSpace;
            if (joined)
            {
                AddJoined(decoder);
            }
        }
    }

    /// <inheritdoc/>
    public override bool Joins => _flat.Exists(static step => step.Decoder.Joins);

    /// <inheritdoc/>
    public override (byte Value, int Count) StripsLeading => _stripsLeading;

    /// <inheritdoc/>
    public override bool StripsTrailingSpace => _stripsTrailingSpace;

    /// <inheritdoc/>
    public override byte[] Decode(byte[] token, bool first)
    {
        foreach (var (decoder, joined) in _flat)
        {
            // The joined text is a single token, and so the first.
            token = joined && decoder is StripDecoder ? token : decoder.Decode(token, first || joined);
        }

        return token;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("decoders");
        foreach (var step in _steps)
        {
            step.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private void Flatten(TokenDecoder[] steps)
    {
        foreach (var step in steps)
        {
            if (step is DecoderSequence inner)
            {
                Flatten(inner._steps);
            }
            else if (_flat.Count < MostSteps)
            {
                _flat.Add((step, Joins));
            }
            else
            {
                throw new FormatException($"has more than {MostSteps} steps; no decoder needs so many");
            }
        }
    }

    private void AddJoined(TokenDecoder decoder)
    {
        switch (decoder)
        {
            case FuseDecoder or MetaspaceDecoder or ReplaceDecoder { ReplacesOneCharacter: true }:
                break;
            case StripDecoder strip when _stripsLeading.Count == 0 && strip.Content.IsAscii && (strip.Stop == 0 || (strip.Stop == 1 && strip.Content.Value == ' ')):
                _stripsLeading = ((byte)strip.Content.Value, strip.Start);
                _stripsTrailingSpace |= strip.Stop == 1;
                break;
            default:
                throw new FormatException("has a step behind Fuse or ByteLevel that needs the whole text; Sinter decodes token by token, and takes there one Strip (of an ASCII character at the beginning, of one space at the end), Metaspace and Replace of one character");
        }
    }
}
