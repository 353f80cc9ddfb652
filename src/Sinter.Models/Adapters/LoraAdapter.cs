using System.Globalization;
using System.Runtime.CompilerServices;
using Sinter.Models.Files;
using Sinter.Tensors;
using Sinter.Tensors.Operations;
using Sinter.Tensors.Programs;
using Sinter.Tensors.Randomness;

namespace Sinter.Models.Adapters;

/// <summary>
/// LoRA (Hu et al. 2021), rsLoRA and DoRA, see <see cref="LoraOptions"/>. Queries, keys and values lie in one matrix here and have each a pair of small matrices, as in PEFT: their A are
/// stacked and their B lie along a diagonal, so that the change of the whole is two thin products.
/// </summary>
/// <param name="options">The settings.</param>
/// <exception cref="ArgumentException">They have a fault.</exception>
public sealed class LoraAdapter(LoraOptions options) : IAdapter, IStoredAdapter
{
    /// <summary>Added to squared norms of rows, so that a row of zeros has one to be divided by.</summary>
    private const double Tiny = 1e-12;

    private readonly ConditionalWeakTable<ModelConfig, Chosen> _chosen = [];

    /// <summary>The settings.</summary>
    public LoraOptions Options { get; } = options.Validated();

    /// <inheritdoc/>
    public bool Drops => Options.Dropout > 0;

    /// <inheritdoc/>
    string IStoredAdapter.PeftType => "LORA";

    /// <summary>The layers of a model that it changes.</summary>
    /// <exception cref="ArgumentException">The model has none of a name, or a rank is larger than a layer.</exception>
    public IReadOnlyList<LinearTarget> TargetsOf(ModelConfig config) => Of(config).Targets;

    /// <summary>The tensors of a model that are trained whole and saved with it.</summary>
    public IReadOnlyList<TensorPlace> SavedOf(ModelConfig config) => Of(config).Saved;

    /// <inheritdoc/>
    public bool Saves(ModelConfig config, string parameter) => Of(config).SavedParameters.Contains(parameter);

    /// <inheritdoc/>
    public IEnumerable<ParameterSpec> Layout(ModelConfig config)
    {
        foreach (var target in TargetsOf(config))
        {
            var rank = Options.RankOf(target);
            yield return new(NameOfA(target), [rank, target.Columns], ParameterRole.Matrix);
            yield return new(NameOfB(target), [target.Rows, rank], ParameterRole.Matrix);
            if (Options.Dora)
            {
                yield return new(NameOfMagnitude(target), [target.Rows], ParameterRole.Vector);
            }
        }
    }

    /// <summary>A is uniform within 1 / sqrt(in), as PyTorch draws linear layers (Kaiming with sqrt(5)), B zero, and the lengths of DoRA those of the weight's rows: the model is the same at first.</summary>
    public void Initialize(Model model, ulong seed)
    {
        foreach (var target in TargetsOf(model.Config))
        {
            var random = new RandomStream(seed, "initialize/" + NameOfA(target));
            var bound = 1 / Math.Sqrt(target.Columns);
            foreach (ref var value in model.Weight(NameOfA(target)).AsSpan<float>())
            {
                value = (float)(((2 * random.NextDouble()) - 1) * bound);
            }

            model.Weight(NameOfB(target)).AsSpan<float>().Clear();
            if (Options.Dora)
            {
                var (weight, row) = (model.Weight(target.Parameter), new float[target.Columns]);
                var lengths = model.Weight(NameOfMagnitude(target)).AsSpan<float>();
                for (var i = 0; i < target.Rows; i++)
                {
                    weight.CopyTo(row, (long)(target.Row + i) * target.Columns);
                    lengths[i] = (float)Math.Sqrt(row.Sum(static value => (double)value * value) + Tiny);
                }
            }
        }
    }

    /// <inheritdoc/>
    public Tensor? Linear(Model model, string name, Tensor x, Tensor? residual)
    {
        if (!Of(model.Config).ByParameter.TryGetValue(name, out var targets))
        {
            return null;
        }

        var (weight, bias) = (model.Weight(name), model.Find(name + ".bias"));
        var down = Down(model, targets, x);
        var up = Up(model, targets, x, weight.Shape[0]);
        var inner = (model.Dropout?.Apply(x, name + "/lora", Options.Dropout) ?? x).Linear(down);
        if (!Options.Dora)
        {
            return x.Linear(weight, inner.Linear(up, residual), bias);
        }

        var y = x.Linear(weight, inner.Linear(up)) * Gain(model, targets, x, weight, down, up);
        y = bias is null ? y : y + bias;
        return residual is null ? y : y + residual;
    }

    /// <inheritdoc/>
    IEnumerable<AdapterTensor> IStoredAdapter.Tensors(ModelConfig config)
    {
        foreach (var target in TargetsOf(config))
        {
            var rank = Options.RankOf(target);
            var place = target.Layout == TensorLayout.QueryKeyValueByHead ? target.Layout : TensorLayout.Plain;
            yield return new(new(target.Module + ".lora_A.weight", [rank, target.Columns]), NameOfA(target));
            yield return new(new(target.Module + ".lora_B.weight", [target.Rows, rank]), NameOfB(target), place);
            if (Options.Dora)
            {
                yield return new(new(target.Module + ".lora_magnitude_vector", [target.Rows]), NameOfMagnitude(target), place);
            }
        }
    }

    internal static string NameOfA(LinearTarget target) => target.Key + ".loraA";

    internal static string NameOfB(LinearTarget target) => target.Key + ".loraB";

    internal static string NameOfMagnitude(LinearTarget target) => target.Key + ".magnitude";

    /// <summary>All A of a matrix, one below another [ranks, in].</summary>
    private static Tensor Down(Model model, LinearTarget[] targets, Tensor beside) => targets.Length == 1
        ? model.Weight(NameOfA(targets[0]))
        : Tensor.Concatenate(0, [.. targets.Select(target => model.Weight(NameOfA(target)).Beside(beside))]);

    /// <summary>All B of a matrix with their scales, each at its rows and its columns, zero elsewhere [out, ranks].</summary>
    private Tensor Up(Model model, LinearTarget[] targets, Tensor beside, int rows)
    {
        var ranks = targets.Sum(Options.RankOf);
        var (column, parts) = (0, new Tensor[targets.Length]);
        for (var i = 0; i < targets.Length; i++)
        {
            var part = model.Weight(NameOfB(targets[i])).Beside(beside).Affine(Options.ScaleOf(targets[i]));
            var rank = Options.RankOf(targets[i]);
            parts[i] = AtRows(rank == ranks ? part : new SliceGradient(1, column, ranks).Apply(part)[0], targets, i, rows);
            column += rank;
        }

        return parts.Length == 1 ? parts[0] : Tensor.Concatenate(0, parts);
    }

    /// <summary>The learned length of each row over the length that it has, 1 where no length is learned [out].</summary>
    private static Tensor Gain(Model model, LinearTarget[] targets, Tensor beside, Tensor weight, Tensor down, Tensor up)
    {
        // ||w + b A||² = w·w + 2 b·(A w) + b (A Aᵀ) bᵀ for each row w of W and b of s B: no matrix as large as W is made but for its squares. The norm is a constant to gradients.
        var (frozen, a, b) = (weight.ConstantBeside(beside), down.ConstantBeside(beside), up.ConstantBeside(beside));
        var rows = weight.Shape[0];
        var squares = frozen.Cast(DataType.Float32).Square().Sum(-1)
            + (a.Linear(frozen).Transpose() * b).Sum(-1).Affine(2)
            + (b.MatMul(a.MatMul(a, transposeRight: true)) * b).Sum(-1);
        var norms = squares.Relu().Affine(1, Tiny).Sqrt().Reshape([rows]);
        var gains = targets.Select((target, i) => AtRows((model.Weight(NameOfMagnitude(target)).Beside(beside) / norms.Slice(0, target.Row, target.Rows)).Affine(1, -1), targets, i, rows)).ToArray();
        return (gains.Length == 1 ? gains[0] : Tensor.Concatenate(0, gains)).Affine(1, 1);
    }

    /// <summary>What belongs to the rows of a target, with zeros for the rows around it up to its neighbours'.</summary>
    private static Tensor AtRows(Tensor part, LinearTarget[] targets, int i, int rows)
    {
        var start = i == 0 ? 0 : targets[i].Row;
        var end = i + 1 < targets.Length ? targets[i + 1].Row : rows;
        return end - start == targets[i].Rows ? part : new SliceGradient(0, targets[i].Row - start, end - start).Apply(part)[0];
    }

    private Chosen Of(ModelConfig config) => _chosen.GetValue(config, Choose);

    private Chosen Choose(ModelConfig config)
    {
        var targets = Options.Targets is [var pattern] && pattern.StartsWith(PatternMark, StringComparison.Ordinal)
            ? LinearTargets.Match(config, pattern[PatternMark.Length..])
            : LinearTargets.Choose(config, Options.Targets);
        if (Options.Layers.Count > 0)
        {
            // The first number of a name is its layer's, as PEFT has it.
            targets = [.. targets.Where(target => target.Module.Split('.').FirstOrDefault(static word => word.Length > 0 && word.All(char.IsAsciiDigit)) is { } layer
                && Options.Layers.Any(wanted => wanted.ToString(CultureInfo.InvariantCulture) == layer))];
            if (targets.Count == 0)
            {
                throw new ArgumentException($"None of the layers {string.Join(", ", Options.Layers)} is there; the model has {config.Layers}, counted from 0.");
            }
        }

        foreach (var target in targets)
        {
            if (Options.RankOf(target) > Math.Max(target.Rows, target.Columns))
            {
                throw new ArgumentException(FormattableString.Invariant(
                    $"The rank {Options.RankOf(target)} of LoRA is larger than the layer '{target.Module}' [{target.Rows}, {target.Columns}]; give a smaller one, such as 8."));
            }
        }

        var saved = SavedParts.Choose(config, Options.SavedParts, Options.OptionalSavedParts);
        return new Chosen(
            targets,
            targets.GroupBy(static target => target.Parameter, StringComparer.Ordinal).ToDictionary(static group => group.Key, static group => group.OrderBy(static target => target.Row).ToArray(), StringComparer.Ordinal),
            saved,
            saved.Select(static place => place.Parameter).ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>What a target begins with that is a regular expression for whole names, as PEFT has them where <c>target_modules</c> is a text.</summary>
    internal const string PatternMark = "~";

    /// <summary>What the names of the options mean in a model.</summary>
    private sealed record Chosen(IReadOnlyList<LinearTarget> Targets, Dictionary<string, LinearTarget[]> ByParameter, IReadOnlyList<TensorPlace> Saved, HashSet<string> SavedParameters);
}
