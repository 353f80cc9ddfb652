using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Sinter.Models;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Training.Examples;

namespace Sinter.Training.Preference;

/// <summary>
/// What the reference, the model before it is tuned, thinks of the completions of examples: computed once, so that the reference need not lie in memory during the training. It is done when the examples
/// hold the numbers in <see cref="CompletionObjective.ReferenceChannel"/>.
/// </summary>
/// <param name="Examples">The examples, in order, with the log-probability of each target.</param>
/// <param name="WereCached">Whether they were read from a file of an earlier run.</param>
/// <param name="File">The file that holds them; null where no folder was given.</param>
public sealed record ReferenceLogProbabilities(IReadOnlyList<Example> Examples, bool WereCached, string? File)
{
    /// <summary>Computes them, or reads them where a run with the same weights and examples did before. A model with an adapter computes without it.</summary>
    /// <param name="model">The reference: the model that is about to be tuned.</param>
    /// <param name="examples">The examples; what the channel holds is replaced.</param>
    /// <param name="batchSize">Rows in one pass.</param>
    /// <param name="cacheFolder">
    /// The folder that keeps them, in a file named after the weights and the examples; null for none. A damaged file is told of and computed again.
    /// </param>
    /// <param name="warn">Is told, in one sentence, of a damaged file.</param>
    /// <param name="progress">Is told how many examples are done.</param>
    /// <param name="cancellation">Ends it between two passes.</param>
    /// <exception cref="InvalidDataException">The model does not say texts, or a text is longer than its context.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static ReferenceLogProbabilities Compute(
        Model model,
        IReadOnlyList<Example> examples,
        int batchSize = 8,
        string? cacheFolder = null,
        Action<string>? warn = null,
        Action<int>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (new KtoObjective().FindMisfit(model.Config) is { } misfit)
        {
            throw new InvalidDataException(misfit);
        }

        if (cacheFolder is null)
        {
            return new ReferenceLogProbabilities(With(examples, CompletionScorer.Score(model, examples, batchSize, withoutAdapter: true, progress, cancellation)), WereCached: false, null);
        }

        var fingerprint = Fingerprint(model, examples);
        var path = Path.Combine(cacheFolder, $"reference-{Convert.ToHexStringLower(fingerprint.AsSpan(0, 8))}.bin");
        var targets = examples.Sum(static example => example.Passages.Sum(static passage => (long)passage.Targets.Length - passage.Targets.AsSpan().Count(-1)));
        if (ReferenceFile.Read(path, fingerprint, targets, warn) is { } stored)
        {
            progress?.Invoke(examples.Count);
            return new ReferenceLogProbabilities(With(examples, Unpack(examples, stored)), WereCached: true, path);
        }

        var scores = CompletionScorer.Score(model, examples, batchSize, withoutAdapter: true, progress, cancellation);
        ReferenceFile.Write(path, fingerprint, Pack(examples, scores, targets));
        return new ReferenceLogProbabilities(With(examples, scores), WereCached: false, path);
    }

    /// <summary>The examples with these numbers in the channel of the reference; their other channels stay.</summary>
    private static Example[] With(IReadOnlyList<Example> examples, float[][][] scores)
        => [.. examples.Select((example, i) => example with
        {
            Passages = [.. example.Passages.Select((passage, j) => passage with { Numbers = [scores[i][j], .. passage.Numbers.Skip(1)] })],
        })];

    /// <summary>The numbers of the targets alone, one behind another.</summary>
    private static float[] Pack(IReadOnlyList<Example> examples, float[][][] scores, long targets)
    {
        var packed = new float[targets];
        var count = 0;
        foreach (var (i, j, t) in Places(examples))
        {
            packed[count++] = scores[i][j][t];
        }

        return packed;
    }

    private static float[][][] Unpack(IReadOnlyList<Example> examples, float[] packed)
    {
        float[][][] scores = [.. examples.Select(static example => example.Passages.Select(static passage => new float[passage.Tokens.Length]).ToArray())];
        var count = 0;
        foreach (var (i, j, t) in Places(examples))
        {
            scores[i][j][t] = packed[count++];
        }

        return scores;
    }

    private static IEnumerable<(int Example, int Passage, int Token)> Places(IReadOnlyList<Example> examples)
    {
        for (var i = 0; i < examples.Count; i++)
        {
            for (var j = 0; j < examples[i].Passages.Count; j++)
            {
                var targets = examples[i].Passages[j].Targets;
                for (var t = 0; t < targets.Length; t++)
                {
                    if (targets[t] >= 0)
                    {
                        yield return (i, j, t);
                    }
                }
            }
        }
    }

    /// <summary>SHA-256 of all that decides the numbers: the description and own weights of the model, and the tokens and targets of all passages.</summary>
    private static byte[] Fingerprint(Model model, IReadOnlyList<Example> examples)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"reference 1 {model.Config}"));
        var own = ModelLayout.Of(model.Config).Select(static spec => spec.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var parameter in model.Parameters.All.Where(parameter => own.Contains(parameter.Name)).OrderBy(static parameter => parameter.Name, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{parameter.Name} {parameter.Value.Type} {parameter.Value.Shape}"));
            var value = parameter.Value.Type == DataType.Float32 ? parameter.Value : parameter.Value.Cast(DataType.Float32);
            hash.AppendData(MemoryMarshal.AsBytes(value.AsSpan<float>()));
            GC.KeepAlive(value);
        }

        Span<int> lengths = stackalloc int[1];
        foreach (var passage in examples.SelectMany(static example => example.Passages))
        {
            lengths[0] = passage.Tokens.Length;
            hash.AppendData(MemoryMarshal.AsBytes(lengths));
            hash.AppendData(MemoryMarshal.AsBytes(passage.Tokens.AsSpan()));
            hash.AppendData(MemoryMarshal.AsBytes(passage.Targets.AsSpan()));
        }

        return hash.GetHashAndReset();
    }
}
