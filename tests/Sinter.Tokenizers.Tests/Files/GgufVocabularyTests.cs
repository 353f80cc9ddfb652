using Sinter.Tests;
using Sinter.Tokenizers.Files;

namespace Sinter.Tokenizers.Tests.Files;

public sealed class GgufVocabularyTests : IDisposable
{
    private static readonly string[] Samples =
    [
        "Once upon a time, there was a little girl named Lily.", "  two  spaces\n\n\tand tabs ", "I'm 3 years old; he's 12345.67%", "Ünïcödé — 漢字 😀 привет", "a", "",
        "def f(x):\n    return x ** 2  # square", "HELLO World WORLD's", "...!!!???", "\r\n", " leading", "trailing ",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tokenizers/gpt2", "gpt2")]
    [InlineData("tokenizers/gpt-neox-20b/tokenizer.json", "gpt2")]
    [InlineData("models/stories260K/tok512.bin", "llama")]
    [InlineData("models/stories260K/tok512.model", "llama")]
    [InlineData("tokenizers/hf-fixtures/spiece.model", "t5")]
    [InlineData("tokenizers/bert-uncased/vocab.txt", "bert")]
    [InlineData("tokenizers/llama.cpp-vocab/ggml-vocab-llama-spm.gguf", "llama")]
    [InlineData("tokenizers/llama.cpp-vocab/ggml-vocab-phi-3.gguf", "llama")]
    [InlineData("tokenizers/llama.cpp-vocab/ggml-vocab-gpt-2.gguf", "gpt2")]
    [InlineData("tokenizers/llama.cpp-vocab/ggml-vocab-falcon.gguf", "gpt2")]
    [InlineData("tokenizers/llama.cpp-vocab/ggml-vocab-bert-bge.gguf", "bert")]
    public void A_vocabulary_read_back_and_llama_cpp_itself_give_the_same_ids(string asset, string model)
    {
        var tokenizer = Tokenizer.Load(Assets.Path(asset));
        var path = Write(GgufVocabulary.Of(tokenizer));
        var again = Tokenizer.Load(path);
        GgufHeader.Read(path).Text("tokenizer.ggml.model").ShouldBe(model);
        foreach (var text in Samples)
        {
            again.AddSpecialTokens(again.Encode(text)).ShouldBe(tokenizer.AddSpecialTokens(tokenizer.Encode(text)), text);
        }

        // llama.cpp joins runs of spaces for t5 only, and there puts one behind symbols that the user defined, such as brackets and the full stop of this vocabulary.
        var header = GgufHeader.Read(path);
        var joins = model == "llama" && header.Flag("tokenizer.ggml.remove_extra_whitespaces") == true;
        string[] symbols = model != "t5" ? [] : [.. header.Array<string>("tokenizer.ggml.tokens")!.Where((_, id) => header.Array<int>("tokenizer.ggml.token_type")![id] == (int)PieceKind.UserDefined)];
        var asked = Samples.Where(text => !joins || (text.Trim(' ') == text && !text.Contains("  ")))
            .Where(text => !Array.Exists(symbols, symbol => text.TrimEnd('.').Contains(symbol, StringComparison.Ordinal))).ToArray();
        asked.Length.ShouldBeGreaterThan(5);
        var ids = LlamaCpp.Encode(path, asked);
        for (var i = 0; i < asked.Length; i++)
        {
            ids[i].ShouldBe(tokenizer.AddSpecialTokens(tokenizer.Encode(asked[i])), asked[i]);
        }
    }

    [Fact]
    public void A_tokenizer_json_of_merged_characters_keeps_its_ids()
    {
        // The same tokenizer goes through tokenizer.json, which has merges and no scores.
        Tokenizer.Load(Assets.Path("models/stories260K/tok512.model")).Save(_folder.File("tokenizer.json"));
        var tokenizer = Tokenizer.Load(_folder.File("tokenizer.json"));
        var again = Tokenizer.Load(Write(GgufVocabulary.Of(tokenizer)));
        foreach (var text in Samples)
        {
            again.Encode(text).ShouldBe(tokenizer.Encode(text), text);
        }
    }

    [Fact]
    public void A_trained_tokenizer_is_written_with_its_special_tokens_template_and_unused_rows()
    {
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 300 }).Train(["low lower lowest", "new newer newest"]);
        var end = tokenizer.Token(tokenizer.EndOfText!.Value);
        var config = new TokenizerConfig { EosToken = end, BosToken = end, PadToken = end, ChatTemplate = "{{ messages }}" };
        var path = Write(GgufVocabulary.Of(tokenizer, config, tokenizer.VocabularySize + 3));
        var header = GgufHeader.Read(path);
        header.Array<string>("tokenizer.ggml.tokens")!.Length.ShouldBe(tokenizer.VocabularySize + 3);
        header.Array<string>("tokenizer.ggml.tokens")![^1].ShouldBe($"[PAD{tokenizer.VocabularySize + 2}]");
        header.Array<int>("tokenizer.ggml.token_type")![^1].ShouldBe(5);
        header.Array<int>("tokenizer.ggml.token_type")![tokenizer.EndOfText.Value].ShouldBe(3);
        header.Integer("tokenizer.ggml.eos_token_id").ShouldBe(tokenizer.EndOfText);
        header.Flag("tokenizer.ggml.add_bos_token").ShouldBe(false);
        header.Text("tokenizer.chat_template").ShouldBe("{{ messages }}");
        Tokenizer.Load(path).Encode("lowest newest low").ShouldBe(tokenizer.Encode("lowest newest low"));
        LlamaCpp.Encode(path, ["lowest newest low"])[0].ShouldBe(tokenizer.Encode("lowest newest low"));
    }

    [Theory]
    [InlineData("gpt2", "gpt-2")]
    [InlineData("cl100k", "dbrx")]
    [InlineData("o200k", "gpt-4o")]
    public void Llama_cpp_encodes_with_a_trained_tokenizer_of_every_style(string style, string name)
    {
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 400, Style = style, MinimumFrequency = 1 }).Train(Samples);
        var path = Write(GgufVocabulary.Of(tokenizer));
        GgufHeader.Read(path).Text("tokenizer.ggml.pre").ShouldBe(name);
        var ids = LlamaCpp.Encode(path, Samples);
        for (var i = 0; i < Samples.Length; i++)
        {
            ids[i].ShouldBe(tokenizer.Encode(Samples[i]), Samples[i]);
        }
    }

    [Fact]
    public void A_tokenizer_that_llama_cpp_cannot_follow_is_refused()
    {
        Refused(new TokenizerTrainerOptions { VocabularySize = 300, Normalizer = TrainingNormalizer.Lowercase }, "changes text before it is cut");
        Refused(new TokenizerTrainerOptions { VocabularySize = 60, Model = TokenizerModel.Unigram }, "llama.cpp");
        Refused(new TokenizerTrainerOptions { VocabularySize = 60, Model = TokenizerModel.WordPiece, Normalizer = TrainingNormalizer.None }, "lower case");
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 300 }).Train(["low lower"]);
        Should.Throw<ArgumentException>(() => GgufVocabulary.Of(tokenizer, size: 100)).Message.ShouldContain("do not belong together");

        static void Refused(TokenizerTrainerOptions options, string expected) =>
            Should.Throw<InvalidDataException>(() => GgufVocabulary.Of(new TokenizerTrainer(options).Train(["low lower lowest newest wider"]))).Message.ShouldContain(expected);
    }

    private string Write(IReadOnlyList<KeyValuePair<string, object>> entries)
    {
        var file = new GgufBytes().Text("general.architecture", "llama");
        foreach (var (key, value) in entries)
        {
            file.Value(key, value);
        }

        var path = _folder.File("vocabulary.gguf");
        File.WriteAllBytes(path, file.Bytes());
        return path;
    }
}
