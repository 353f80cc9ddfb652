namespace Sinter.Models.Files.Families;

/// <summary>What the formats of encoders have in common: a trunk whose names begin with the family's prefix, without it in files of a bare trunk, and heads beside it.</summary>
internal abstract class EncoderFormat : FamilyFormat
{
    /// <inheritdoc/>
    public override string LanguageModelClass => ClassPrefix + "ForMaskedLM";

    /// <inheritdoc/>
    public override ModelHead UsualHead => ModelHead.MaskedLanguageModel;

    /// <inheritdoc/>
    public override bool HasMultipleChoice => true;

    /// <summary>What the names of the trunk begin with where there is a head.</summary>
    protected abstract string Prefix { get; }

    /// <inheritdoc/>
    public sealed override IEnumerable<TensorPlace> Tensors(ModelConfig config)
        => Trunk(config, config.Head == ModelHead.None ? "" : Prefix).Concat(Head(config));

    /// <inheritdoc/>
    public override IEnumerable<string> OtherNames(string name)
        => [name.StartsWith(Prefix, StringComparison.Ordinal) ? name[Prefix.Length..] : Prefix + name];

    /// <summary>The tensors of the trunk, whose names all begin with a prefix.</summary>
    protected abstract IEnumerable<TensorPlace> Trunk(ModelConfig config, string prefix);

    /// <summary>The tensors of the head.</summary>
    protected abstract IEnumerable<TensorPlace> Head(ModelConfig config);

    /// <summary>A norm, with a bias or without.</summary>
    protected static IEnumerable<TensorPlace> Norm(string from, int width, string to, bool bias)
        => bias ? LayerNorm(from, width, to) : [new(new(from + ".weight", [width]), to)];

    /// <summary>Queries, keys and values, each a linear layer of its own in the file.</summary>
    protected static IEnumerable<TensorPlace> QueryKeyValue(ModelConfig config, string query, string key, string value, string to) =>
        Linear(query, config.QuerySize, config.HiddenSize, to, config.AttentionBias)
            .Concat(Linear(key, config.KeyValueSize, config.HiddenSize, to, config.AttentionBias, config.QuerySize))
            .Concat(Linear(value, config.KeyValueSize, config.HiddenSize, to, config.AttentionBias, config.QuerySize + config.KeyValueSize));

    /// <summary>A classifier.</summary>
    protected static IEnumerable<TensorPlace> Classifier(ModelConfig config, string name)
        => Linear(name, config.HeadOutputs, config.HiddenSize, "classifier", bias: true);

    /// <summary>The dense layer of a head.</summary>
    protected static IEnumerable<TensorPlace> Dense(ModelConfig config, string name)
        => Linear(name, config.HiddenSize, config.HiddenSize, "head.dense", bias: config.HeadBias);

    /// <summary>The head of a masked language model: dense, norm, and where it has them its own output and a bias for each token.</summary>
    protected static IEnumerable<TensorPlace> MaskedLanguageModel(ModelConfig config, string dense, string norm, string decoder, string bias)
    {
        var places = Dense(config, dense).Concat(Norm(norm, config.HiddenSize, "head.norm", bias: config.NormBias));
        if (!config.TieEmbeddings)
        {
            places = places.Append(new(new(decoder, [config.VocabularySize, config.HiddenSize]), "output"));
        }

        return config.OutputBias ? places.Append(new(new(bias, [config.VocabularySize]), "output.bias")) : places;
    }
}
