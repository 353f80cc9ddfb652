using System.Text.Json;
using Sinter.Tokenizers.Pipeline;

namespace Sinter.Tokenizers.Normalizers;

/// <summary>Normalizers one after another.</summary>
internal sealed class NormalizerSequence : Normalizer
{
    private const int MostSteps = 64;

    // A buffer that one long text made large is not kept.
    private const int LargestKept = 1 << 20;

    [ThreadStatic]
    private static TextBuffer? _even;

    [ThreadStatic]
    private static TextBuffer? _odd;

    private readonly Normalizer[] _steps;
    private readonly Normalizer[] _flat;

    /// <summary>Puts the steps together.</summary>
    /// <exception cref="FormatException">There are too many; the message says so of the sequence.</exception>
    public NormalizerSequence(Normalizer[] steps)
    {
        _steps = steps;
        _flat = [.. steps.SelectMany(static step => step is NormalizerSequence inner ? inner._flat : [step])];
        if (_flat.Length > MostSteps)
        {
            throw new FormatException($"has more than {MostSteps} steps; no normalizer needs so many");
        }
    }

    /// <inheritdoc/>
    public override void Apply(TextBuffer source, TextBuffer target)
    {
        var from = source;
        for (var i = 0; i < _flat.Length; i++)
        {
            var to = target;
            if (i < _flat.Length - 1)
            {
                to = i % 2 == 0 ? _even ??= new TextBuffer() : _odd ??= new TextBuffer();
                to.Clear(source.TracksOrigins);
            }

            _flat[i].Apply(from, to);
            from = to;
        }

        if (_flat.Length == 0)
        {
            target.Copy(source, 0, source.Length);
        }

        _even = _even?.Length > LargestKept ? null : _even;
        _odd = _odd?.Length > LargestKept ? null : _odd;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("type", "Sequence");
        writer.WriteStartArray("normalizers");
        foreach (var step in _steps)
        {
            step.Write(writer);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
