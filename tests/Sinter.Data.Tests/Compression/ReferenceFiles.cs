namespace Sinter.Data.Tests.Compression;

/// <summary>What the reference programs made: zstd 1.5, gzip 1.12, bzip2 1.0.8 and brotli 1.0.9.</summary>
internal static class ReferenceFiles
{
    public const string Sentence = "Sinter reads what the reference programs wrote. Sinter reads it whole, and says so. 0123456789 0123456789 0123456789 0123456789";

    /// <summary>300 numbers, in which there is next to nothing to match, so that literals are coded.</summary>
    public static string Numbers { get; } = string.Concat(Enumerable.Range(0, 300).Select(i => $"{i * i * 7919L % 100003} "));

    /// <summary><c>zstd -19</c>.</summary>
    public static byte[] SentenceZstd { get; } = Convert.FromBase64String(
        "KLUv/SR/lQIAEoURF4BtDmxKkoa3AH0iU0ySgwIAEMM5kRUNSoIcRkEMQmDl1DqhejU0cMix532svi6fNcJ0XEo+055vnj5bL7JnXfh0ftuzBAIAcRkfzENBAbL4C90=");

    /// <summary><c>zstd --no-check --no-content-size</c>.</summary>
    public static byte[] SentenceZstdBare { get; } = Convert.FromBase64String(
        "KLUv/QBYpQIAEgUSGZDFOQtKMqAkVXsjzKdjfkT73/43IjZ2IgcNsygJchgFYYRqLZw6sfNwAarmXUZfzGYdXAYwCf7Dngc8fbXeU82a7un8suUEAgBxGR/MQ0EB");

    /// <summary><c>gzip -n9</c>.</summary>
    public static byte[] SentenceGzip { get; } = Convert.FromBase64String(
        "H4sIAAAAAAACAwvOzCtJLVIoSk1MKVYoz0gsUSjJSAVy01KLUvOSUxUKivLTixJzgXJF+SWpegrByOozS4Ba8nNSdRQS81IUihMrixWK8/UUDAyNjE1MzcwtLAkyAcmFOvV/AAAA");

    /// <summary><c>bzip2 -9</c>.</summary>
    public static byte[] SentenceBzip2 { get; } = Convert.FromBase64String(
        "QlpoOTFBWSZTWS/sWhIAAB6bgEAFf+AIAC/n3KAgAHQSqek9TQwgAGRoJVP1T1A0ZBoAaCd8yaUZCzbxJNJOC0LgeEAvDAMQyCIO0eZV9YzODlZbXAh27f5U8Iq9qTMHQS1pNlTPnyol"
        + "GkIR1FBfxdyRThQkC/sWhIA=");

    /// <summary><c>brotli -q 9</c>.</summary>
    public static byte[] SentenceBrotli { get; } = Convert.FromBase64String(
        "ofADACDmNkr1Qho+b8mGKBcEceAEdXLgcPh2+PbEA08w0kAgT1mQhISgf+5xVFywLYPbfHsR5TfPJIJuw7/6KNBkPS7dHJfKTarPTAXOh5hyqa0D");

    /// <summary><c>zstd -19</c>.</summary>
    public static byte[] NumbersZstd { get; } = Convert.FromBase64String(
        "KLUv/WTgBa0YAApuQAwJwDtMd0n4VGcGwAC/AMAAAiEbYdCq4B9RwawlxVGcq5arCeKoYVmD8oVNs04ndpp3Uj9memgj4wk7tKIrBgTVgTRiNZWZkPwGKmQSUU7A9B1O3+XlIEpkl+kX"
        + "QJrNZWJTQyxuyn4qGoiQawG8h4hMThJzGWRFlyYl40FmERNdsGqMf66ijkWfAaMG5XpTELNqLzuUtCq81qLGbPYzjGljqhmLhjadqgnUndSs3dBZ3YoFBMhq1uwufqxQRihaC1Urw9Tq"
        + "+yOYOrr0yMTYeQ8C3ojIxNNZxRAXEvRFnV+NxMSGWPXhmW9MxF4p9ZWXxdRdQ4ZGIucI8Rp/8c4hb6riowJ3VZI3AJRBzS7c4oQIYvGqmeddqUorUMWgCDH6OAZTQKv836lkJkHTOVqu"
        + "TMJ53pgYTKOCubNas4jQgifN7Hg0IaOIyzgEzlBUq/eeS67xJkc3ZxTkmXEvoojmInh3vEYg0ok7nn3KiiOdX+2EdOxE0z4QHNzi0URnQB5ZAWbWAqj5hy7G9kQCZmFXDALTYgyE/eAt"
        + "WrlAE2DRiszPVMYMRLWWPZtbZCRk2UQQ7VOTljOpmBuSf5Tw1wFyAgQy+ad21rJWpYuiufbT/QIz4eETomWdnivTqxw4kYGY1If2qblxSI0apg1JtIqhJlByhvFshM5JyV+F8HMBZw91"
        + "AzetCKaroT7yVKsafgAsFyMlo9DAVDSJ6YyinZFtmgz/mYJkRfmAUTUHRK1A8RUAupCWdgZ0FJWv6lErz2sBQO7UkoGDKwO8F8xMwDPzsAFrdWRQNkckDV7gCgGxDonmKHNBMTWpixa9"
        + "aUBvrVHBjQzQ4hDdLRyB5xvybIgYC5DwyIeYK2QPio/q+kroHCk0O8BXIvZakyZRpEnZ3mm+OT2jIehq/m8O85mABlWNMWY8EyRGiRrB1BcwMkpQZ4LQqmMOqqhmgno9hDfz12KoXU96"
        + "RDOxsoerFjmio6sIZwQw34DIrELvTEMHQe5YATPwqyaPkNFQcB//kxMHlnNSELOI6aJlWslLRn5kpWvGCdcCAGm1do4=");

    /// <summary><c>gzip -n9</c>.</summary>
    public static byte[] NumbersGzip { get; } = Convert.FromBase64String(
        "H4sIAAAAAAACAyWVxxHDMAwEW2EJyKH/xryQPxqZIsHDBVher+5zra7Xaq3PqkXf9ra9Sel5M2L2algODeOjTu/LUbaEuPjzMd7ThPVbjsdvCY6m5ausUfZX897UfGva/dxquGTF5pWa"
        + "7Is13tNl8rX1yBtXeblXgN3D0XWlrvozT/eXIQuwiVfAHwA1uzxq40WE72s5/KoRQhe1XKO9gJYGnGdsviyljTV+cGpcntryvrVyz6YZNXdq+khCAfW423Keu1HZRkog4jBUGl8743pv"
        + "Bc5+nGwWZEMJXFU3F4Y6HDZMPC2nmB4Bus7vCdhJmSqalqGsKxXDJb6LOJ/iwUXdCR2y229E7lTS84tsICU8IW700pRLLhro4ehrges4ZZFHnS6qdFqzDluFNt5HIIK/qoFuiKOfLgAm"
        + "LAKTJ4I07PPRFr9glX4qmuiyzs74EEAKVXSRrlAGrDaYT1voHoa51aGIo1H9MeEgy/IjGt1gYQMjYg76b0yBhDrHRdFt2ZS9r0DOfPpWoRrWhBxMKTQoaNd4bTAozL71OatVAqRjr5Ol"
        + "KApEACoDebAy9MaqvZ3g2R0f1CPCl1o46cAH+hGnQVdAO4qm42bL/qx4ltZDl+cmJJqj1imo3oAbo0cFogMiL3i+qE7PUGhsRDmzOKVPXTzCE6vC0nwxwU2IiDSXEk0SgTPQya4AMCAS"
        + "/3NVxZcYulLjPkDDGLrhalokFtAuheHwTJK77NPzwqfYn+FQuFm3aCm/PKt+aUdCdCjVy/l5egKdUNjOdQl7UJWQp3JKkozz+sUhsGQ8snapEoQAwV5qiRMNh83tMSiY3Es2YYsji7Pb"
        + "Tj+s1l0VQEu8E7cTMO5Epgs1sdwlvfuGThWw4f640r5eR6kIpX3vRlgYUhc0DJT42/NGGDOSWB1PMRvH0Bj4vkHE1DpWAoL1pg9xBIE6448E+N44XD4S2ptmZIipITceDCoJLZFjshDd"
        + "y1awQgD0EjY3Ew44wyPrJjWsEV38hVU2cZYLK3icfsgfoVDyBr6Qq1/HUOSNOMKDLvfbv2+dyUB1uzN1xwEATWQNN1MP8IywW7nhhaFu0iLKPdv+YcASwphMfKWfL1iYtotXMYDxDFzL"
        + "3n8Ml/r939QpUVe1waNIQ7dCaktubKoPyUMGBhguhOOa/jSlIr2N30BS1Mf/xEDlFMN51Or734g8y/wA17fO2OAGAAA=");

    /// <summary><c>bzip2 -9</c>.</summary>
    public static byte[] NumbersBzip2 { get; } = Convert.FromBase64String(
        "QlpoOTFBWSZTWcfTvqkAAKEYAEAAf+BQBHZ3o555Gzeru10vexFPyJ6MqDVP0GKahFPxGjUg1TzE0SDVPyaaJqXCVxq/CcNga6RmNti92Ux1g5mbYaiQUSNiSu3VyThUrcozVzpkrJhe"
        + "j7O132rpTsUTj2tH2q/oyVzHUQh2AZgAncofjwfTb2uQctoPL7hM26Vobg2WCdn2CDPlpZWFk2KvLwtqxeaagicO+RqBmcMcnVGTm6LTmUFwj0WjsD6bLcLDMOnAtOpZ5+yDeXIHM9bf"
        + "BGp4UMRkkh0qclWoYw3u90zq7NyV2VG6uiVLtLXgbU9TdwwJUlj8NmmFRHEY09GXfDvZYyCgT2UgRcKSSHEN5cdQ/Sz4ZdtqrjXeMVkbROmkr96p7jfyw6OkwEyJZL84Nc19VMVOc7Rn"
        + "tjl91tD2nCgw+XZ3Ued+okgJGFTDiTIN5XmWeJQzvUt6rF+wik4orRRO2t8EuHhYnjZSoQ92dsPt1GObqt8RYbbBnbNqUlKzVaQWkPplDIYPurpd9tdjFYLbUlKqdYZI+tbvXhEylhYo"
        + "cnas2xMyTHjO9dLELFbL7t7IFfelC1Y940kcgLHVk1Azxvc3XXlQrlVhGRUA7XhAe9ByFTTUvdxacdQwLhrZy9EEDwzstXVXLsPWhUAw/H2+G3MnHxy5pjZRreGeKn2b1G0nM+54663y"
        + "HahQ0HIx1Q5foF5HVM6g6UCCs+GL7hgvPCC0faEs+8OyRXnmu7tLrIYjC3nrDEZPrq9e9ZEOpDEvoaBESd7vTo8gjostWMjqdQw+4V9iqtK2+36ynXH7oXrXDw+xVcCYlmQN+dPGU6GI"
        + "2K7e9mLxCbt8TpXA+EelbfsvM12n5KDaDyO016jsPMvthirK9GFWYajWJ4ZF7DCEtip0LG6Myy8V2PeOPpdpMgizOkIIoG/pdeC2U65m+XI7hE5OKYbFZLf09NHrhrcB9irzbvR3LjZz"
        + "OGYh8uhU8agSk195TqvdXlN+0X4ocKg2yk5DlGOUlPmeWm8iXh6HzUS83vQ5XUNpuxsbXj4uvW2xp3obFylZXT2NhqiC7XbpYqykFMzjo4Hj8nLIrOMLv78XckU4UJDH076p");
}
