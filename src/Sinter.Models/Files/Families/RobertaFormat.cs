namespace Sinter.Models.Files.Families;

/// <summary>RoBERTa, as transformers' RobertaForMaskedLM and its kin have it: BERT with its first positions after that of the padding token, and heads of its own.</summary>
internal sealed class RobertaFormat : BertFormat
{
    private const int DefaultPadding = 1;

    /// <inheritdoc/>
    public override ModelFamily Family => ModelFamily.Roberta;

    /// <inheritdoc/>
    public override string ModelType => "roberta";

    /// <inheritdoc/>
    public override string ClassPrefix => "Roberta";

    /// <inheritdoc/>
    protected override string Prefix => "roberta.";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        // The head of the masked language model has GELU, whatever the blocks have.
        json.RequireOneOf("hidden_act", "gelu");
        var offset = (json.OptionalInt("pad_token_id") ?? DefaultPadding) + 1L;
        var config = base.Read(json, head);
        return offset > 0 && offset < config.ContextLength
            ? config with { ContextLength = config.ContextLength - (int)offset, PositionOffset = (int)offset }
            : throw json.Unsupported("pad_token_id", (offset - 1).ToString(System.Globalization.CultureInfo.InvariantCulture), "a token whose number is below max_position_embeddings");
    }

    /// <inheritdoc/>
    public override IEnumerable<string> OtherNames(string name)
        => name == "lm_head.bias" ? base.OtherNames(name).Append("lm_head.decoder.bias") : base.OtherNames(name);

    /// <inheritdoc/>
    protected override IEnumerable<TensorPlace> Head(ModelConfig config) => config.Head switch
    {
        ModelHead.MaskedLanguageModel => MaskedLanguageModel(config, "lm_head.dense", "lm_head.layer_norm", "lm_head.decoder.weight", "lm_head.bias"),
        ModelHead.SequenceClassification or ModelHead.Regression or ModelHead.Reward => Dense(config, "classifier.dense").Concat(Classifier(config, "classifier.out_proj")),
        _ => base.Head(config),
    };
}
