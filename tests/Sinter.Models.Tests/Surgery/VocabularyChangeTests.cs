using Sinter.Models.Files;
using Sinter.Models.Surgery;

namespace Sinter.Models.Tests.Surgery;

public sealed class VocabularyChangeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(SurgeryModels.AllData), MemberType = typeof(SurgeryModels))]
    public void The_same_tokens_are_the_same_bytes(string name)
    {
        var source = SurgeryModels.Copy(SurgeryModels.Folder(name), _folder.File("source"));
        var folder = ModelFolder.Open(source);
        VocabularyChange.Write(source, _folder.File("new"), Vocabulary(folder, [.. Enumerable.Range(0, folder.Config.VocabularySize).Select(static id => (int[])[id])]));

        SurgeryModels.Bytes(_folder.File("new")).ShouldBe(SurgeryModels.Bytes(source));
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    [InlineData("gemma2")]
    [InlineData("bert")]
    [InlineData("lstm")]
    public void Logits_go_with_their_tokens(string name)
    {
        // All tokens stay, with three more that are never read.
        var source = SurgeryModels.Folder(name);
        var folder = ModelFolder.Open(source);
        var size = folder.Config.VocabularySize;

        var config = VocabularyChange.Write(source, _folder.File("new"), Vocabulary(folder, [.. Enumerable.Range(0, size).Select(static id => (int[])[id]), [4, 6], [], [7]]));

        config.VocabularySize.ShouldBe(size + 3);
        var (before, after) = (SurgeryModels.Logits(source), SurgeryModels.Logits(_folder.File("new")));
        for (var time = 0; time < 12; time++)
        {
            var (old, row) = (before.AsSpan(time * size, size).ToArray(), after.AsSpan(time * (size + 3), size + 3).ToArray());
            SurgeryModels.ShouldBeClose(row[..size], old, 1e-6);
            if (folder.Config.OutputSoftCap == 0)
            {
                // The output is linear in its rows.
                row[size].ShouldBe((old[4] + old[6]) / 2, 1e-4f);
                row[size + 1].ShouldBe(old.Average(), 1e-4f);
            }

            row[size + 2].ShouldBe(old[7], 1e-5f);
        }
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("gpt2")]
    public void Rows_move_to_the_new_ids(string name)
    {
        var source = SurgeryModels.Folder(name);
        var folder = ModelFolder.Open(source);
        var config = VocabularyChange.Write(source, _folder.File("new"), Vocabulary(folder, [[60], [3], [1, 2]]) with { Multiple = 4, Generation = new() { BeginningOfText = 1 }, PaddingToken = 2 });

        config.VocabularySize.ShouldBe(4);
        ModelFolder.Open(_folder.File("new")).Generation.BeginningOfText.ShouldBe(1);
        foreach (var parameter in folder.Config.TieEmbeddings ? (string[])["embedding"] : ["embedding", "output"])
        {
            var (old, rows, width) = (SurgeryModels.Values(source, parameter), SurgeryModels.Values(_folder.File("new"), parameter), config.HiddenSize);
            rows[..width].ShouldBe(old[(60 * width)..(61 * width)]);
            rows[width..(2 * width)].ShouldBe(old[(3 * width)..(4 * width)]);
            for (var i = 0; i < width; i++)
            {
                rows[(2 * width) + i].ShouldBe((old[width + i] + old[(2 * width) + i]) / 2, 1e-6f);
                rows[(3 * width) + i].ShouldBe((float)Enumerable.Range(0, 61).Average(id => (double)old[(id * width) + i]), 1e-6f);
            }
        }
    }

    [Fact]
    public void Tokens_that_cannot_be_are_refused()
    {
        var source = SurgeryModels.Folder("llama");
        var folder = ModelFolder.Open(source);

        Refused(Vocabulary(folder, []), "has no tokens");
        Refused(Vocabulary(folder, [[61]]), "stands for the ids [61]; expected all from 0 and below 61");
        Refused(Vocabulary(folder, [[-1]]), "stands for the ids [-1]");
        Refused(Vocabulary(folder, [[1]]) with { OldTokens = 62 }, "do they belong together?");
        Refused(Vocabulary(folder, [[1]]) with { Multiple = 0 }, "cannot be a multiple of 0");

        void Refused(NewVocabulary vocabulary, string sentence)
            => Should.Throw<ArgumentException>(() => VocabularyChange.Write(source, _folder.File("new"), vocabulary)).Message.ShouldContain(sentence);
    }

    private static NewVocabulary Vocabulary(ModelFolder folder, IReadOnlyList<IReadOnlyList<int>> origins) => new()
    {
        Origins = origins,
        OldTokens = folder.Config.VocabularySize,
        Generation = folder.Generation,
        PaddingToken = folder.Config.PaddingToken,
        DecoderStartToken = folder.Config.DecoderStartToken,
    };
}
