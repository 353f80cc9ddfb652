using Sinter.Models.Files;
using static System.FormattableString;

namespace Sinter.Models.Adapters;

/// <summary>The two small matrices of LoRA for one linear layer, row by row, apart from any model.</summary>
/// <param name="Target">The layer.</param>
/// <param name="Rank">Rows of A and columns of B.</param>
/// <param name="Scale">The factor of B A.</param>
/// <param name="A">[rank, in].</param>
/// <param name="B">[out, rank].</param>
/// <param name="Magnitude">The lengths of the rows of DoRA [out]; null for LoRA.</param>
public sealed record LoraPiece(LinearTarget Target, int Rank, double Scale, float[] A, float[] B, float[]? Magnitude);

/// <summary>
/// A LoRA or DoRA adapter in memory, apart from any model: what is merged into the weights of models, taken out of them again, and stacked.
/// </summary>
public sealed class LoraWeights
{
    private LoraWeights(ModelConfig config, LoraOptions options, IReadOnlyList<LoraPiece> pieces, IReadOnlyList<(TensorPlace Place, float[] Values)> saved)
    {
        Config = config;
        Options = options;
        Pieces = pieces;
        Saved = saved;
    }

    /// <summary>The model that it is for.</summary>
    public ModelConfig Config { get; }

    /// <summary>Its settings.</summary>
    public LoraOptions Options { get; }

    /// <summary>Its matrices, layer by layer.</summary>
    public IReadOnlyList<LoraPiece> Pieces { get; }

    /// <summary>Parts of the model that are saved with it, as they lie in memory.</summary>
    internal IReadOnlyList<(TensorPlace Place, float[] Values)> Saved { get; }

    /// <summary>The parameters of the model itself that are saved with it.</summary>
    public IReadOnlyCollection<string> SavedParameters => Saved.Select(static part => part.Place.Parameter).ToHashSet(StringComparer.Ordinal);

    /// <summary>Copies the adapter of a model.</summary>
    /// <exception cref="ArgumentException">The model has no LoRA.</exception>
    public static LoraWeights Of(Model model)
    {
        var adapter = model.Adapter as LoraAdapter ?? throw new ArgumentException("The model has no LoRA adapter.", nameof(model));
        return new LoraWeights(
            model.Config,
            adapter.Options,
            Make(adapter, model.Config, parameter => model.Weight(parameter).ToArray<float>()),
            [.. ModelTensors.Of(model.Config)
                .Where(place => adapter.Saves(model.Config, place.Parameter) || model.Parameters[place.Parameter].Value.RequiresGradient)
                .Select(place => (place, ModelWeights.Rows(model, place).ToArray()))]);
    }

    /// <summary>Reads the adapter of a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="config">The model that it is for, with the adapter's head.</param>
    /// <exception cref="InvalidDataException">It is no LoRA, damaged, or of another model.</exception>
    public static LoraWeights Read(AdapterFolder folder, ModelConfig config)
    {
        var adapter = folder.Adapter as LoraAdapter
            ?? throw new InvalidDataException($"The adapter in '{folder.Path}' is of the kind {folder.Config.PeftType}; only LoRA can be merged, taken out and stacked.");
        using var file = AdapterFile.Open(folder.Path, config, adapter);
        var tensors = file.Tensors.ToDictionary(static tensor => tensor.Parameter, StringComparer.Ordinal);
        return new LoraWeights(
            config,
            adapter.Options,
            Make(adapter, config, parameter =>
            {
                var values = new float[tensors[parameter].Info.Elements];
                file.Read(tensors[parameter], values);
                return values;
            }),
            [.. file.Saved.Select(place => (place, ReadPart(config, place, file.Weights)))]);
    }

    /// <summary>
    /// Several adapters as one that changes the model by the weighted sum of what they do: their ranks are laid one beside the other, and nothing is lost.
    /// </summary>
    /// <param name="adapters">Adapters of one model, each with its weight.</param>
    /// <exception cref="ArgumentException">They are of different models, one is DoRA, or they save different values of one part of the model.</exception>
    public static LoraWeights Stack(IReadOnlyList<(LoraWeights Adapter, double Weight)> adapters)
    {
        if (adapters.Count == 0 || adapters.Any(static entry => !double.IsFinite(entry.Weight)))
        {
            throw new ArgumentException("Give at least one adapter to stack, each with a finite weight.");
        }

        var config = adapters[0].Adapter.Config;
        if (adapters.Any(static entry => entry.Adapter.Options.Dora))
        {
            throw new ArgumentException("DoRA scales the rows of its base model's weights, so that it has no sum with others; merge it into the model first.");
        }

        var targets = LinearTargets.Of(config);
        foreach (var (adapter, _) in adapters)
        {
            if (adapter.Pieces.FirstOrDefault(piece => !targets.Contains(piece.Target)) is { } odd)
            {
                throw new ArgumentException(Invariant($"The adapters are for different models: not all have a layer '{odd.Target.Module}' [{odd.Target.Rows}, {odd.Target.Columns}]."));
            }
        }

        var saved = new Dictionary<string, (TensorPlace Place, float[] Values)>(StringComparer.Ordinal);
        foreach (var part in adapters.SelectMany(static entry => entry.Adapter.Saved))
        {
            if (!saved.TryAdd(part.Place.Info.Name, part) && !saved[part.Place.Info.Name].Values.AsSpan().SequenceEqual(part.Values))
            {
                throw new ArgumentException($"Two of the adapters save '{part.Place.Info.Name}' with different values, and a model has only one; stack adapters of one head.");
            }
        }

        var pieces = targets.Select(target => (Target: target, Parts: adapters.SelectMany(entry => entry.Adapter.Pieces.Where(piece => piece.Target == target).Select(piece => (Piece: piece, entry.Weight))).ToArray()))
            .Where(static entry => entry.Parts.Length > 0)
            .Select(static entry => Beside(entry.Target, entry.Parts))
            .ToArray();
        var options = new LoraOptions
        {
            Rank = pieces.Max(static piece => piece.Rank),
            Alpha = pieces.Max(static piece => piece.Rank),
            Targets = [.. pieces.Select(static piece => piece.Target.Module)],
            Ranks = pieces.ToDictionary(static piece => piece.Target.Module, static piece => piece.Rank, StringComparer.Ordinal),
            Alphas = pieces.ToDictionary(static piece => piece.Target.Module, static piece => (double)piece.Rank, StringComparer.Ordinal),
            SavedParts = [.. saved.Keys.Select(SavedParts.ModuleOf).Distinct(StringComparer.Ordinal)],
        };
        return new LoraWeights(config, options.Validated(), pieces, [.. saved.Values]);
    }

    /// <summary>Writes it as a folder of PEFT's layout.</summary>
    /// <inheritdoc cref="AdapterFolder.Write(string, Model, string?, GenerationConfig?)"/>
    public void Write(string path, string? baseModelPath, GenerationConfig? generation = null)
    {
        var values = new Dictionary<string, float[]>(StringComparer.Ordinal);
        foreach (var piece in Pieces)
        {
            values[LoraAdapter.NameOfA(piece.Target)] = piece.A;
            values[LoraAdapter.NameOfB(piece.Target)] = piece.B;
            if (piece.Magnitude is not null)
            {
                values[LoraAdapter.NameOfMagnitude(piece.Target)] = piece.Magnitude;
            }
        }

        AdapterFolder.Write(
            path,
            new LoraAdapter(Options),
            Config,
            parameter => values[parameter],
            Saved.Select(part => new TensorToWrite(part.Place.Info, destination =>
            {
                if (part.Place.Layout == TensorLayout.Plain)
                {
                    part.Values.CopyTo(destination);
                }
                else
                {
                    TensorLayouts.ToFile(part.Place, Config.HeadSize, part.Values, destination);
                }
            })),
            baseModelPath,
            generation);
    }

    /// <summary>Copies it into a model that was made with the same adapter: how one model serves many adapters of one shape in turn.</summary>
    /// <exception cref="ArgumentException">The model's adapter has other layers or ranks.</exception>
    public void CopyTo(Model model)
    {
        foreach (var piece in Pieces)
        {
            Copy(piece.A, LoraAdapter.NameOfA(piece.Target));
            Copy(piece.B, LoraAdapter.NameOfB(piece.Target));
            if (piece.Magnitude is not null)
            {
                Copy(piece.Magnitude, LoraAdapter.NameOfMagnitude(piece.Target));
            }
        }

        foreach (var (place, values) in Saved)
        {
            values.CopyTo(ModelWeights.Rows(model, place));
        }

        void Copy(float[] values, string name)
        {
            if (model.Find(name) is not { } parameter || parameter.Shape.Count != values.Length)
            {
                throw new ArgumentException($"The model was not made with this adapter: it has no '{name}' of {values.Length} values.");
            }

            values.CopyTo(parameter.AsSpan<float>());
        }
    }

    /// <summary>
    /// Adds it to the weights of a model, so that the model without an adapter computes what it did with it. The parts that are saved with it take the place of the model's.
    /// </summary>
    /// <param name="model">The base model, in single precision.</param>
    /// <param name="keep">Whether the weights before are kept, so that taking it out again gives them back bit for bit; without, they come back within rounding.</param>
    /// <exception cref="ArgumentException">The model is another one, has an adapter of its own, or holds its weights in a narrow type.</exception>
    public MergedAdapter MergeInto(Model model, bool keep = true) => MergedAdapter.Add(this, model, keep);

    /// <summary>A model without an adapter that computes what a model with one does.</summary>
    /// <param name="model">A model with LoRA, in single precision.</param>
    public static Model Merged(Model model)
    {
        var merged = Model.Create(model.Config, model.Backend, trainable: false);
        foreach (var parameter in merged.Parameters.All)
        {
            model.Parameters[parameter.Name].Value.AsSpan<float>().CopyTo(parameter.Value.AsSpan<float>());
        }

        Of(model).MergeInto(merged, keep: false);
        return merged;
    }

    private static LoraPiece[] Make(LoraAdapter adapter, ModelConfig config, Func<string, float[]> values) =>
    [
        .. adapter.TargetsOf(config).Select(target => new LoraPiece(
            target,
            adapter.Options.RankOf(target),
            adapter.Options.ScaleOf(target),
            values(LoraAdapter.NameOfA(target)),
            values(LoraAdapter.NameOfB(target)),
            adapter.Options.Dora ? values(LoraAdapter.NameOfMagnitude(target)) : null)),
    ];

    private static float[] ReadPart(ModelConfig config, TensorPlace place, IWeightSource weights)
    {
        var file = new float[place.Info.Elements];
        weights.ReadFloat32(place.Info.Name, file, [.. place.Info.Shape]);
        if (place.Layout == TensorLayout.Plain)
        {
            return file;
        }

        var memory = new float[file.Length];
        TensorLayouts.FromFile(place, config.HeadSize, file, memory);
        return memory;
    }

    /// <summary>Pieces of one layer as one: all A one below another, all B with their scales and weights side by side.</summary>
    private static LoraPiece Beside(LinearTarget target, (LoraPiece Piece, double Weight)[] parts)
    {
        var rank = parts.Sum(static part => part.Piece.Rank);
        var b = new float[(long)target.Rows * rank];
        var column = 0;
        foreach (var (piece, weight) in parts)
        {
            var factor = (float)(weight * piece.Scale);
            for (var row = 0; row < target.Rows; row++)
            {
                for (var k = 0; k < piece.Rank; k++)
                {
                    b[(row * rank) + column + k] = factor * piece.B[(row * piece.Rank) + k];
                }
            }

            column += piece.Rank;
        }

        return new LoraPiece(target, rank, 1, [.. parts.SelectMany(static part => part.Piece.A)], b, null);
    }
}
