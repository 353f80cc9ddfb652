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

    /// <summary>A classifier.</summary>
    protected static IEnumerable<TensorPlace> Classifier(ModelConfig config, string name)
        => LayerTensors.Linear(name, "classifier", config.HeadOutputs, config.HiddenSize);

    /// <summary>The dense layer of a head.</summary>
    protected static IEnumerable<TensorPlace> Dense(ModelConfig config, string name)
        => LayerTensors.Linear(name, "head.dense", config.HiddenSize, config.HiddenSize, config.HeadBias);

    /// <summary>The head of a masked language model: dense, norm, and where it has them its own output and a bias for each token.</summary>
    protected static IEnumerable<TensorPlace> MaskedLanguageModel(ModelConfig config, string dense, string norm, string decoder, string bias)
    {
        var places = Dense(config, dense).Concat(LayerTensors.Norm(norm, "head.norm", config.HiddenSize, config.NormBias));
        if (!config.TieEmbeddings)
        {
            places = places.Append(new(new(decoder, [config.VocabularySize, config.HiddenSize]), "output"));
        }

        return config.OutputBias ? places.Append(new(new(bias, [config.VocabularySize]), "output.bias")) : places;
    }
}
