using Sinter.Models;
using Sinter.Models.Files;
using Sinter.Models.Transformers;
using Sinter.Tensors.Cpu;
using Sinter.Tokenizers;

namespace Sinter.Cli.Tests.Verbs;

/// <summary>A model folder as a run writes it, with random weights: it knows the chat tokens and speaks gibberish.</summary>
internal static class TinyModel
{
    public const int ContextLength = 64;

    public static string Write(string folder)
    {
        var tokenizer = new TokenizerTrainer(new TokenizerTrainerOptions { VocabularySize = 270, Threads = 1 }).Train(["the cat and the hat and the bat"]);
        var config = new ModelConfig
        {
            VocabularySize = tokenizer.VocabularySize,
            HiddenSize = 16,
            Layers = 1,
            Heads = 2,
            KeyValueHeads = 1,
            IntermediateSize = 32,
            ContextLength = ContextLength,

            // With the embedding as its output a random model says its last token again, and that of a chat is a role without text.
            TieEmbeddings = false,
        };
        var model = new Transformer(config, new CpuBackend(1), trainable: false);
        model.Initialize(5);
        ModelFolder.Write(folder, config, ModelWeights.ToWrite(model));
        tokenizer.SaveFolder(folder, ChatTemplate.Default, ContextLength);
        return folder;
    }
}
