using System.Text.Json;

namespace Sinter.Tokenizers.PostProcessors;

/// <summary>Post-processors one after another, of which at most one puts tokens round a text; the others say how offsets are trimmed.</summary>
internal sealed class ProcessorSequence : PostProcessor
{
    private readonly PostProcessor[] _steps;
    private readonly PostProcessor? _framing;
    private readonly PostProcessor? _trimming;

    /// <summary>Puts the steps together.</summary>
    /// <exception cref="FormatException">More than one puts tokens round a text; the message says so of the sequence.</exception>
    public ProcessorSequence(PostProcessor[] steps)
    {
        _steps = steps;
        var framing = Array.FindAll(steps, static step => step.Single != TokenFrame.Bare || step.Pair != TokenFrame.BarePair);
        if (framing.Length > 1)
        {
            throw new FormatException("has more than one step that adds special tokens, expected at most one");
        }

        _framing = framing.FirstOrDefault();
        _trimming = Array.Find(steps, static step => step.TrimsOffsets);
    }

    /// <inheritdoc/>
    public override TokenFrame Single => _framing?.Single ?? TokenFrame.Bare;

    /// <inheritdoc/>
    public override TokenFrame Pair => _framing?.Pair ?? TokenFrame.BarePair;

    /// <inheritdoc/>
    public override bool TrimsOffsets => _trimming is not null;

    /// <inheritdoc/>
    public override bool AddsPrefixSpace => _trimming is { AddsPrefixSpace: true };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("processors");
        foreach (var step in _steps)
        {
            step.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
