namespace Sinter.Tokenizers.Files;

/// <summary>Tells which kind of tokenizer a path holds, and reads it.</summary>
internal static class TokenizerFiles
{
    /// <summary>The name of Hugging Face's tokenizer file.</summary>
    public const string TokenizerJson = "tokenizer.json";

    /// <summary>The name of Hugging Face's file of special tokens and chat template.</summary>
    public const string TokenizerConfigJson = "tokenizer_config.json";

    private static readonly (string Vocabulary, string Merges)[] Gpt2Names = [("vocab.json", "merges.txt"), ("encoder.json", "vocab.bpe")];

    /// <summary>Reads a tokenizer file or the one in a folder.</summary>
    public static Tokenizer Load(string path)
    {
        if (Directory.Exists(path))
        {
            return LoadFolder(path);
        }

        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".BIN" => new Tokenizer(Llama2CFile.Read(path)),
            ".GGUF" => GgufVocabularyFile.Read(path),
            ".TIKTOKEN" => new Tokenizer(TiktokenFile.Read(path)),
            ".MODEL" => new Tokenizer(SentencePieceFile.Read(path)),
            ".TXT" or ".BPE" => LoadGpt2(path),
            _ => LoadJson(path),
        };
    }

    private static Tokenizer LoadFolder(string folder)
    {
        var json = Path.Combine(folder, TokenizerJson);
        var pair = Gpt2Names.Select(names => Path.Combine(folder, names.Vocabulary)).FirstOrDefault(File.Exists);
        var sentencePiece = Path.Combine(folder, "tokenizer.model");
        var wordPiece = Path.Combine(folder, "vocab.txt");
        Tokenizer tokenizer;
        if (File.Exists(json))
        {
            tokenizer = new Tokenizer(TokenizerJsonReader.Read(json));
        }
        else if (pair is not null)
        {
            tokenizer = LoadGpt2(pair);
        }
        else if (File.Exists(sentencePiece))
        {
            tokenizer = new Tokenizer(SentencePieceFile.Read(sentencePiece));
        }
        else if (File.Exists(wordPiece))
        {
            tokenizer = new Tokenizer(WordPieceFile.Read(wordPiece));
        }
        else
        {
            throw new FileNotFoundException($"The folder '{folder}' holds no tokenizer; expected {TokenizerJson}, vocab.json with merges.txt, tokenizer.model, or vocab.txt.", json);
        }

        var config = Path.Combine(folder, TokenizerConfigJson);
        return File.Exists(config) ? WithConfig(tokenizer, config) : tokenizer;
    }

    private static Tokenizer LoadJson(string path)
    {
        var root = JsonPart.Load(path);
        return TokenizerJsonReader.Recognises(root) ? new Tokenizer(TokenizerJsonReader.Read(path, root)) : LoadGpt2(path);
    }

    /// <summary>Reads GPT-2's pair, given either of its two files.</summary>
    private static Tokenizer LoadGpt2(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? "";
        var name = Path.GetFileName(path);
        foreach (var (vocabulary, merges) in Gpt2Names)
        {
            if (string.Equals(name, vocabulary, StringComparison.OrdinalIgnoreCase) || string.Equals(name, merges, StringComparison.OrdinalIgnoreCase))
            {
                return new Tokenizer(Gpt2Files.Read(Path.Combine(folder, vocabulary), Path.Combine(folder, merges)));
            }
        }

        if (Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase))
        {
            return new Tokenizer(WordPieceFile.Read(path));
        }

        throw new InvalidDataException($"'{path}' is no tokenizer that Sinter knows; expected a tokenizer.json, vocab.json with merges.txt, BERT's vocab.txt, a llama2.c .bin or a SentencePiece .model.");
    }

    private static Tokenizer WithConfig(Tokenizer tokenizer, string path)
    {
        var config = TokenizerConfig.Load(path);
        return new Tokenizer(tokenizer.Definition)
        {
            EndOfText = Id(config.EosToken, "eos_token") ?? tokenizer.EndOfText,
            BeginningOfText = Id(config.BosToken, "bos_token") ?? tokenizer.BeginningOfText,
        };

        int? Id(string? token, string key) => token is null
            ? null
            : tokenizer.TokenId(token) ?? throw new InvalidDataException($"'{path}': {key} is '{token}', which the tokenizer beside it does not have.");
    }
}
