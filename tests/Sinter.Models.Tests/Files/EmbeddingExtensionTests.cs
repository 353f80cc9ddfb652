using Sinter.Models.Files;
using Sinter.Models.Tests.Transformers;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;

namespace Sinter.Models.Tests.Files;

public sealed class EmbeddingExtensionTests : IDisposable
{
    private static readonly IReadOnlyList<int>[] Replaced = [[3, 5], [7], [1, 2, 60]];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Logits_of_old_tokens_stay_exactly_as_they_were(bool tied)
    {
        var model = new TinyLlama(tied: tied);
        var document = TinyLlama.Document(9, 3);
        var before = model.Logits(document);
        Write(model, tied);

        var config = EmbeddingExtension.Write(_folder.File("old"), _folder.File("new"), 61, Replaced);
        config.VocabularySize.ShouldBe(64);
        ModelFolder.Open(_folder.File("new")).Config.ShouldBe(config);
        var after = TinyLlama.Logits((Transformer)ModelWeights.Load(_folder.File("new"), new CpuBackend(1)), document);
        for (var time = 0; time < document.Length; time++)
        {
            after.AsSpan(time * 64, 61).ToArray().ShouldBe(before.AsSpan(time * 61, 61).ToArray());
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void New_rows_are_the_means_of_the_rows_they_stand_for(bool tied)
    {
        Write(new TinyLlama(tied: tied), tied);
        EmbeddingExtension.Write(_folder.File("old"), _folder.File("new"), 61, Replaced);
        using var weights = ModelFolder.Open(_folder.File("new")).OpenWeights();
        foreach (var name in tied ? (string[])[LlamaTensors.Embedding] : [LlamaTensors.Embedding, LlamaTensors.Output])
        {
            var rows = new float[64 * 32];
            weights.ReadFloat32(name, rows, [64, 32]);
            for (var i = 0; i < Replaced.Length; i++)
            {
                for (var column = 0; column < 32; column++)
                {
                    rows[((61 + i) * 32) + column].ShouldBe((float)Replaced[i].Average(id => (double)rows[(id * 32) + column]), 1e-7f);
                }
            }
        }
    }

    [Fact]
    public void Rows_that_no_token_had_are_used_first()
    {
        Write(new TinyLlama(), tied: true);
        EmbeddingExtension.Write(_folder.File("old"), _folder.File("new"), 57, [[3, 5], [7]]).VocabularySize.ShouldBe(61);
    }

    [Fact]
    public void What_cannot_be_is_refused_in_a_sentence()
    {
        Write(new TinyLlama(), tied: true);
        Refused(() => EmbeddingExtension.Write(_folder.File("old"), _folder.File("old"), 61, Replaced), "would overwrite");
        Refused(() => EmbeddingExtension.Write(_folder.File("old"), _folder.File("new"), 62, Replaced), "the model has 61 rows");
        Refused(() => EmbeddingExtension.Write(_folder.File("old"), _folder.File("new"), 61, [[61]]), "stands for the ids [61]");
        Refused(() => EmbeddingExtension.Write(_folder.File("old"), _folder.File("new"), 61, [[]]), "expected at least one");
        Directory.Exists(_folder.File("new")).ShouldBeFalse();

        static void Refused(Action action, string said) => Should.Throw<ArgumentException>(action).Message.ShouldContain(said);
    }

    private void Write(TinyLlama model, bool tied) => ModelFolder.Write(_folder.File("old"), TinyLlama.Config(tied: tied), ModelWeights.ToWrite(model.Model));
}
