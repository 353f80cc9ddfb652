using System.Globalization;
using System.Text.Json;

namespace Sinter.Models.Files.Families;

/// <summary>
/// Recurrent language models. Transformers has none, so the layout is Sinter's own, with the names of PyTorch's <c>nn.Embedding</c>, <c>nn.LSTM</c> or <c>nn.GRU</c> and <c>nn.Linear</c>:
/// <c>embedding.weight</c>, <c>rnn.weight_ih_l0</c>, ..., <c>output.weight</c>, <c>output.bias</c>.
/// </summary>
internal sealed class RecurrentFormat(ModelFamily family) : FamilyFormat
{
    private const int UsualContext = 512;

    /// <inheritdoc/>
    public override ModelFamily Family => family;

    /// <inheritdoc/>
    public override string ModelType => family == ModelFamily.Lstm ? "lstm" : "gru";

    /// <inheritdoc/>
    public override string ClassPrefix => family == ModelFamily.Lstm ? "Lstm" : "Gru";

    /// <inheritdoc/>
    public override ModelConfig Read(JsonFile json, ModelHead head)
    {
        if (head != ModelHead.LanguageModel)
        {
            throw json.Unsupported("head", head.ToString(), LanguageModelClass);
        }

        var hidden = json.Int("hidden_size");
        return new ModelConfig
        {
            Family = family,
            VocabularySize = json.Int("vocab_size"),
            HiddenSize = hidden,
            Layers = json.Int("num_hidden_layers"),
            Heads = 1,
            KeyValueHeads = 1,
            IntermediateSize = hidden,
            ContextLength = json.OptionalInt("max_position_embeddings") ?? UsualContext,
            Positions = PositionKind.None,
            OutputBias = json.OptionalBool("output_bias") ?? true,
            TieEmbeddings = json.OptionalBool("tie_word_embeddings") ?? false,
            Head = head,
        };
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter json, ModelConfig config)
    {
        json.WriteNumber("hidden_size", config.HiddenSize);
        json.WriteNumber("max_position_embeddings", config.ContextLength);
        json.WriteNumber("num_hidden_layers", config.Layers);
        json.WriteBoolean("output_bias", config.OutputBias);
        json.WriteBoolean("tie_word_embeddings", config.TieEmbeddings);
    }

    /// <inheritdoc/>
    public override IEnumerable<TensorPlace> Tensors(ModelConfig config)
    {
        var (hidden, rows) = (config.HiddenSize, Recurrent.RecurrentLayout.Gates(config) * config.HiddenSize);
        yield return new(new("embedding.weight", [config.VocabularySize, hidden]), "embedding");
        for (var layer = 0; layer < config.Layers; layer++)
        {
            var index = layer.ToString(CultureInfo.InvariantCulture);
            yield return new(new("rnn.weight_ih_l" + index, [rows, hidden]), index + ".input");
            yield return new(new("rnn.weight_hh_l" + index, [rows, hidden]), index + ".hidden");
            yield return new(new("rnn.bias_ih_l" + index, [rows]), index + ".input.bias");
            yield return new(new("rnn.bias_hh_l" + index, [rows]), index + ".hidden.bias");
        }

        if (!config.TieEmbeddings)
        {
            yield return new(new("output.weight", [config.VocabularySize, hidden]), "output");
        }

        if (config.OutputBias)
        {
            yield return new(new("output.bias", [config.VocabularySize]), "output.bias");
        }
    }
}
