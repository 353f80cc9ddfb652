using Microsoft.Extensions.AI;
using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;

namespace Sinter.Inference.Tests;

/// <summary>Holds the example of the README to what compiles and runs here.</summary>
public sealed class ReadmeTests : IDisposable
{
    private const string Example = """
        var model = ModelWeights.Load(folder, new CpuBackend());
        var tokenizer = Tokenizer.Load(folder);
        using IChatClient client = new SinterChatClient(TokenModels.Of(model), tokenizer);
        await foreach (var update in client.GetStreamingResponseAsync("What does System.String.Join do?"))
        {
            Console.Write(update.Text);
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_README_has_the_example() =>
        File.ReadAllText(Path.Combine(Repository(), "README.md")).ReplaceLineEndings("\n").ShouldContain(Example.ReplaceLineEndings("\n"));

    [Fact]
    public async Task The_example_of_the_README_answers()
    {
        WriteModel();
        var folder = _folder.Path;
        var updates = new List<ChatResponseUpdate>();

        // The example, with a bound on the answer of a model that knows nothing; it may end at once or say special tokens, which have no text.
        var model = ModelWeights.Load(folder, new CpuBackend());
        var tokenizer = Tokenizer.Load(folder);
        using IChatClient client = new SinterChatClient(TokenModels.Of(model), tokenizer);
        await foreach (var update in client.GetStreamingResponseAsync("What does System.String.Join do?", new ChatOptions { MaxOutputTokens = 5 }, TestContext.Current.CancellationToken))
        {
            updates.Add(update);
        }

        updates[^1].FinishReason.ShouldNotBeNull();
    }

    private void WriteModel()
    {
        var tokenizer = ByteTokenizer.Instance;
        var model = new Transformer(
            new ModelConfig { VocabularySize = tokenizer.VocabularySize, HiddenSize = 8, Layers = 1, Heads = 2, KeyValueHeads = 1, IntermediateSize = 16, ContextLength = 64 },
            new CpuBackend(threads: 1));
        model.Initialize(seed: 1);
        ModelFolder.Write(_folder.Path, model.Config, ModelWeights.ToWrite(model));
        tokenizer.SaveFolder(_folder.Path, ChatTemplate.Default, model.Config.ContextLength);
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Sinter.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests do not lie below the folder of Sinter.slnx.");
    }
}
