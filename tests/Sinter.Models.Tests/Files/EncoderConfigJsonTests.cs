using System.Text.Json.Nodes;
using Sinter.Models.Files;
using Sinter.Models.Tests.Heads;

namespace Sinter.Models.Tests.Files;

public sealed class EncoderConfigJsonTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_window_of_ModernBert_is_half_of_local_attention_to_either_side()
    {
        var config = Read("modernbert");

        config.Window.ShouldBe(5);
        Enumerable.Range(0, 4).Select(config.IsWindowed).ShouldBe([false, true, true, false]);
        config.RopeBase.ShouldBe(160000);
        config.WindowRopeBase.ShouldBe(10000);
        config.Pooling.ShouldBe(TextPooling.Mean);
    }

    [Fact]
    public void The_layer_types_of_newer_files_say_the_same()
    {
        var config = Read("modernbert", json =>
        {
            json.Remove("global_attn_every_n_layers");
            json.Remove("global_rope_theta");
            json.Remove("local_rope_theta");
            json["layer_types"] = new JsonArray("full_attention", "sliding_attention", "sliding_attention", "full_attention");
            json["rope_parameters"] = JsonNode.Parse("""{"full_attention": {"rope_theta": 150000.0}, "sliding_attention": {"rope_theta": 5000.0}}""");
        });

        config.GlobalEvery.ShouldBe(3);
        config.RopeBase.ShouldBe(150000);
        config.WindowRopeBase.ShouldBe(5000);
    }

    [Fact]
    public void The_positions_of_Roberta_begin_after_its_padding_token()
    {
        var config = Read("roberta");

        config.PositionOffset.ShouldBe(2);
        config.ContextLength.ShouldBe(24);
        Read("roberta", static json => json["pad_token_id"] = 4).ContextLength.ShouldBe(21);
    }

    [Fact]
    public void One_number_without_a_word_on_it_is_a_regression()
        => Read("bert-regression", static json => json.Remove("problem_type")).Head.ShouldBe(ModelHead.Regression);

    [Fact]
    public void The_second_head_of_pre_training_is_left_out()
        => Read("bert", static json => json["architectures"] = new JsonArray("BertForPreTraining")).Head.ShouldBe(ModelHead.MaskedLanguageModel);

    [Theory]
    [InlineData("bert", "is_decoder", "true", "has the is_decoder 'true', which Sinter does not know; expected false.")]
    [InlineData("bert", "position_embedding_type", "\"relative_key\"", "has the position_embedding_type 'relative_key'")]
    [InlineData("bert", "hidden_act", "\"mish\"", "has the hidden_act 'mish'")]
    [InlineData("bert", "type_vocab_size", "-1", "TokenTypes is -1")]
    [InlineData("bert", "max_position_embeddings", "2000000000", "ContextLength is 2000000000; it must lie between 1 and")]
    [InlineData("roberta", "pad_token_id", "26", "has the pad_token_id '26'")]
    [InlineData("roberta", "pad_token_id", "-7", "has the pad_token_id '-7'")]
    [InlineData("roberta", "hidden_act", "\"relu\"", "has the hidden_act 'relu'")]
    [InlineData("distilbert", "n_heads", "5", "HiddenSize is 32, which Heads 5 does not divide.")]
    [InlineData("modernbert", "classifier_activation", "\"silu\"", "expected that of hidden_activation")]
    [InlineData("modernbert", "classifier_pooling", "\"maximum\"", "expected cls or mean")]
    [InlineData("modernbert", "local_attention", "0", "has the local_attention '0'")]
    [InlineData("modernbert", "global_attn_every_n_layers", "0", "has the global_attn_every_n_layers (or layer_types) '0'")]
    [InlineData("modernbert", "layer_types", "[\"sliding_attention\"]", "of which the first is global")]
    [InlineData("bert-sequence-classification", "id2label", "{\"0\": \"a\", \"2\": \"b\"}", "expected the numbers from 0 on, each once")]
    [InlineData("bert-sequence-classification", "id2label", "{\"zero\": \"a\"}", "has the id2label number 'zero'")]
    [InlineData("distilbert-sequence-classification", "num_labels", "0", "has the num_labels '0'")]
    public void A_value_that_cannot_be_is_refused_in_one_sentence(string name, string key, string value, string message)
        => Should.Throw<InvalidDataException>(() => Read(name, json => json[key] = JsonNode.Parse(value))).Message.ShouldContain(message);

    private ModelConfig Read(string name, Action<JsonObject>? change = null)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(ReferenceModel.FolderOf(name), ModelConfigJson.FileName)))!.AsObject();
        change?.Invoke(json);
        return ModelConfigJson.Read(_folder.File(ModelConfigJson.FileName, json.ToJsonString()));
    }
}
